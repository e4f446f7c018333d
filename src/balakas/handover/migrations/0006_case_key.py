from django.db import migrations, models


class Migration(migrations.Migration):
    """A case's key holds its kind and two ids: "stock_negative" and two UUIDs are 88 characters, which SQLite took and PostgreSQL did not."""

    dependencies = [("handover", "0005_enrolment_words")]

    operations = [migrations.AlterField(model_name="case", name="key", field=models.CharField(max_length=120))]
