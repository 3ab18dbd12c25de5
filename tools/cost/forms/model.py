"""What a usage form is made of: fields that can be stated, and charges that say which SKU each is billed by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from tools.catalog.prices import Price, Tier, price
from tools.cost.formulas import compute
from tools.cost.usage import Input, Usage

Pairs = tuple[tuple[float, ...], ...]
Stated = float | str | bool | Pairs | tuple[str, ...]

LISTS = ("pairs", "names")
WORDS = ("choice", "flag", *LISTS)


class Field(NamedTuple):
    """One thing that can be stated of a service."""

    name: str
    unit: str
    """Empty for a count; otherwise the unit it is kept in: ms, s, hours, KB, MB, GB, or choice, flag, pairs, names."""
    about: str
    synonyms: tuple[str, ...] = ()
    """Other names, without units. The empty one accepts a unit alone: `seconds`, `gb`."""
    default: Stated | None = None
    choices: Mapping[str, str] = {}
    """What may be written, and what it stands for."""

    @property
    def key(self) -> str:
        """As it is written in a usage file."""
        plain = not self.unit or self.unit in WORDS or self.unit.lower() in self.name
        return self.name if plain else f"{self.name}_{self.unit.lower().replace('-', '_')}"

    @property
    def label(self) -> str:
        """As it is named in formulas."""
        words = self.name.replace("_", " ")
        return words if not self.unit or self.unit.lower() in self.name else f"{words} {self.unit}"


class Given:
    """What one item of a usage file states, in the units of the form."""

    def __init__(
        self, label: str, provider: str, region: str, hours: float, form: Form, values: Mapping[str, Stated]
    ) -> None:
        self.label, self.provider, self.region, self.hours = label, provider, region, hours
        self.form = form
        self.values = values
        self.own: dict[tuple[str, str], Price] = {}
        """Prices that the item states itself, by service and SKU."""
        self.takes_listed = False
        """Whether only free quantities that the price list itself carries are deducted."""

    def has(self, *names: str) -> bool:
        """Whether any of these is stated."""
        return any(name in self.values for name in names)

    def number(self, name: str, otherwise: float = 0.0) -> float:
        """A stated figure, else the form's own, else this one."""
        if name == "hours":
            return self.hours
        value = self.values.get(name, self.form.by_name[name].default)
        return value if isinstance(value, float) else otherwise

    def text(self, name: str) -> str:
        """A stated choice, else the form's own, else nothing."""
        value = self.values.get(name, self.form.by_name[name].default)
        return value if isinstance(value, str) else ""

    def is_on(self, name: str) -> bool:
        """Whether a switch is on."""
        return self.values.get(name, self.form.by_name[name].default) is True

    def pairs(self, name: str) -> Pairs:
        """Rows of figures."""
        value = self.values.get(name)
        return tuple(row for row in value if isinstance(row, tuple)) if isinstance(value, tuple) else ()

    def names(self, name: str) -> tuple[str, ...]:
        """Names in a list."""
        value = self.values.get(name)
        return tuple(row for row in value if isinstance(row, str)) if isinstance(value, tuple) else ()

    def inputs(self, *names: str) -> tuple[Input, ...]:
        """Figures with the names that formulas use."""
        return tuple(("hours" if name == "hours" else self.label_of(name), self.number(name)) for name in names)

    def label_of(self, name: str) -> str:
        """What formulas call a field."""
        return "hours" if name == "hours" else self.form.by_name[name].label

    def usage(
        self, sku: str, title: str, formula: str, inputs: Iterable[Input], *, service: str = "", note: str = ""
    ) -> Usage:
        """A line whose quantity is what its formula comes to."""
        shown = tuple(inputs)
        quantity = compute(formula, {name: value for name, value in shown if not isinstance(value, str)})
        home = service or self.form.service
        return Usage(self.label, home, sku, title, max(0.0, quantity), formula, shown, note, self.region)

    def price(self, service: str, sku: str) -> Price:
        """The price of a SKU where the item is used, or the one the item states."""
        return self.own.get((service, sku)) or price(self.provider, service, sku, self.region)

    def state_price(self, sku: str, tiers: Iterable[tuple[Decimal | None, Decimal]], service: str = "") -> None:
        """Takes a price of the item's own for a SKU, for the number of units the price book has it for."""
        home = service or self.form.service
        steps = tuple(Tier(up_to, each) for up_to, each in tiers)
        self.own[home, sku] = self.price(home, sku)._replace(
            price=steps[0].price,
            tiers=steps if len(steps) > 1 else (),
            source="stated in the usage file",
            as_of="",
            priced_region=self.region,
            region=self.region,
            confidence="official",
        )


class Charge(NamedTuple):
    """One SKU and what its quantity is the product of."""

    sku: str
    title: str
    of: tuple[str, ...]
    """Fields that are multiplied; `hours` are those of the month."""
    step: tuple[str, float] | None = None
    """A size field and the size of which each started one counts."""
    service: str = ""
    is_standing: bool = False
    """Billed even where nothing is stated, because having the thing costs."""
    scale: float = 1.0
    note: str = ""

    def usage(self, given: Given) -> Usage | None:
        """The line, or None where nothing of it is stated."""
        if not self.is_standing and not any(given.has(name) for name in self.of):
            return None
        words = [given.label_of(name) for name in self.of]
        inputs = list(given.inputs(*self.of))
        if self.scale != 1.0:
            words.append(f"{self.scale:.12g}")
        if self.step is not None and given.number(self.step[0]):
            inputs += given.inputs(self.step[0])
            words.append(f"started({given.label_of(self.step[0])} / {self.step[1]:.12g})")
        return given.usage(self.sku, self.title, " x ".join(words), inputs, service=self.service, note=self.note)


Lines = Callable[[Given], Iterator[Usage]]
Preset = Mapping[str, Stated]


class Form:
    """What can be stated of one service, and how it is billed."""

    def __init__(
        self,
        service: str,
        fields: Iterable[Field],
        charges: Iterable[Charge] = (),
        *,
        lines: Lines | None = None,
        features: Mapping[str, Preset] | None = None,
        free_by_default: Iterable[str] = (),
        covers: Iterable[str] = (),
    ) -> None:
        self.service = service
        self.fields = tuple(fields)
        self.charges = tuple(charges)
        self.lines = lines
        self.features: dict[str, Preset] = {service: {}, **(features or {})}
        """Names of features, and what each says by its name alone."""
        self.free_by_default = frozenset(free_by_default)
        """SKUs whose price list carries the free quantity as its first step; `*` for all of the service."""
        self.covers = frozenset((*(charge.sku for charge in self.charges if not charge.service), *covers))
        """SKUs that fields of this form lead to."""
        self.by_name = {field.name: field for field in self.fields}

    def usages(self, given: Given) -> Iterator[Usage]:
        """Every line of what is given."""
        for charge in self.charges:
            if (usage := charge.usage(given)) is not None:
                yield usage
        if self.lines is not None:
            yield from self.lines(given)


def count(name: str, about: str, *synonyms: str, default: float | None = None) -> Field:
    """A field that counts."""
    return Field(name, "", about, synonyms, default)


def time(name: str, about: str, *synonyms: str, unit: str = "ms", default: float | None = None) -> Field:
    """A field that takes time."""
    return Field(name, unit, about, synonyms, default)


def size(name: str, about: str, *synonyms: str, unit: str = "GB", default: float | None = None) -> Field:
    """A field that takes room."""
    return Field(name, unit, about, synonyms, default)


def choice(name: str, about: str, *synonyms: str, of: Mapping[str, str], default: str | None = None) -> Field:
    """A field with a few possible answers."""
    return Field(name, "choice", about, synonyms, default, of)


def switch(name: str, about: str, *synonyms: str) -> Field:
    """A field that is on or off."""
    return Field(name, "flag", about, synonyms, None)


ARCHITECTURE = choice(
    "arch", "processor", "architecture", "architectures", "cpu_architecture", "processor",
    of={"x86_64": "x86", "x86": "x86", "x86-64": "x86", "amd64": "x86", "intel": "x86", "arm64": "arm64",
        "arm": "arm64", "aarch64": "arm64", "graviton": "arm64", "graviton2": "arm64"},
    default="x86",
)  # fmt: skip
