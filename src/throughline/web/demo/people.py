"""The people of the demo company: one per usual role."""

from dataclasses import dataclass

from throughline.governance.public import Invitation, RoleInput, UsualRole
from throughline.web.usual_roles import ROLES

PASSWORD = "throughline"
_BY_CODE = {role.code: role for role in ROLES}


@dataclass(frozen=True)
class Post:
    """Who holds a role of the demo."""

    login: str
    person: str
    code: str

    @property
    def role(self) -> UsualRole:
        """What the person does."""
        return _BY_CODE[self.code]


POSTS = (
    Post("admin", "Astrid Winkler", "administrator"),
    Post("desk", "Hannah Reuter", "sales_desk"),
    Post("credit", "Marta Kowalska", "credit_controller"),
    Post("pricing", "Ines Moreau", "pricing"),
    Post("lead", "Bram de Wit", "warehouse_lead"),
    Post("picker", "Joris Maas", "picker"),
    Post("dock", "Femke Bos", "receiving"),
    Post("transport", "Tom Ashby", "transport"),
    Post("billing", "Sofie Lind", "billing_clerk"),
    Post("cash", "Luca Ferri", "accountant"),
    Post("books", "Ewa Nowak", "controller"),
    Post("manager", "Clara Vane", "manager"),
    Post("masters", "Peter Holm", "master_data"),
    Post("moving", "Anna Berg", "migration"),
    Post("buyer", "Piet Vos", "purchasing"),
    Post("stock", "Ruth Okafor", "stock_control"),
    Post("control", "Nils Berger", "stock_controller"),
)

#: Login, password and role, as the command tells them.
USERS: list[tuple[str, str, str]] = [(post.login, PASSWORD, post.role.name) for post in POSTS]


def roles() -> list[RoleInput]:
    """Give the roles as they are saved."""
    return [role.asked() for role in ROLES]


def people() -> list[Invitation]:
    """Give the people as they are invited."""
    return [Invitation(post.login, post.person, [post.code]) for post in POSTS]
