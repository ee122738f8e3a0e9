"""The words that parties are classed by."""

from throughline.governance.public import declare_vocabulary
from throughline.kernel.vocabulary import Vocabulary

SERVICE_CLASSES = declare_vocabulary(
    Vocabulary(
        "parties.service_classes",
        "service class",
        (
            ("standard", "Standard"),
            ("urgent", "Urgent"),
            ("replenishment", "Replenishment"),
            ("project", "Project"),
            ("sample", "Sample"),
            ("warranty", "Warranty"),
        ),
    ),
    "Service classes of our own",
    asked_by=("Saving a customer, for its service class", "Capturing a quote, for its service class"),
)
