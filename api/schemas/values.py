"""Values in answers. Prices are USD per million tokens and costs are USD, as decimal strings."""

from typing import Annotated, Literal

from msgspec import Meta

PriceStateName = Literal["priced", "free", "plan", "unknown"]
DecimalText = Annotated[str, Meta(pattern=r"^\d+(\.\d+)?$", examples=["0.0036"])]
OtherFees = Annotated[
    list[str], Meta(description="Charges beside tokens, by the feed's name; in no price or cost.")
]
