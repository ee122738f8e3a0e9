"""Codes of parties and payment terms have one key: that of their capitals."""

from django.db import migrations


class Migration(migrations.Migration):
    """The key over the code as written refused the slower of two who entered it at once, where the other waits for them."""

    dependencies = [("parties", "0007_long_lists")]

    operations = [
        migrations.RemoveConstraint(model_name="party", name="parties_party_code"),
        migrations.RemoveConstraint(model_name="paymentterms", name="parties_payment_terms_code"),
    ]
