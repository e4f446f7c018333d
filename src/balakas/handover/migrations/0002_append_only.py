from django.db import migrations

from balakas.common.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("handover", "0001_initial")]
    operations = [append_only("handover_event")]
