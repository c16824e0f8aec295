"""The human-equivalent dose of a mouse or rat dose in mg/kg, by body surface area."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from raad.comparison.value import Row

KM = {"mouse": 3, "rat": 6}
HUMAN = 37
FORMULA = (
    "dose in mg/kg times Km of the animal over Km of man, Km in kg per square metre: mouse 3, rat 6, man 37 "
    "(FDA 2005, Estimating the Maximum Safe Starting Dose, table 1; Nair and Jacob 2016)"
)


@dataclass(frozen=True, slots=True)
class EquivalentDose:
    """A dose of a finding and the human-equivalent dose, both in mg/kg; computed, and no advice on dosing."""

    finding: str
    compound: str
    species: str
    dose: str
    equivalent: float
    unverified: tuple[str, ...]
    computed: bool = True


def human_equivalent(dose: float, species: str) -> float:
    """Return the human-equivalent dose, in mg/kg, of a dose in mg/kg given to a mouse or rat; KeyError for other species."""
    return dose * KM[species] / HUMAN


def equivalents(row: Row) -> list[EquivalentDose]:
    """Return the human-equivalent doses of a row of `evidence/effect-input`: none unless mg/kg in mice or in rats."""
    if row["doseUnit"] != "mg/kg" or len(row["species"]) != 1 or row["species"][0] not in KM:
        return []
    species, doses = row["species"][0], sorted({*row["dose"], row["doseFrom"], row["doseTo"]} - {None}, key=Decimal)
    unseen = tuple(name for name in ("dose", "doseFrom", "doseTo", "hasDoseUnit", "inSpecies") if name in row["unverified"])
    return [
        EquivalentDose(
            row["finding"], row["compoundLabel"], species, dose, round(human_equivalent(float(dose), species), 3), unseen
        )
        for dose in doses
    ]
