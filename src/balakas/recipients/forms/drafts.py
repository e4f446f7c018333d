"""Forms about readings of cards."""

from django import forms


class DecideReadingForm(forms.Form):
    """Whether the card is this person's, and from which page that is said."""

    own = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    from_queue = forms.BooleanField(required=False)
