"""The authorization server's pages: signing in, a new password, and what went wrong.

Plain HTML without a script; whatever is put in is escaped, and no other page may show one in a frame.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from apiglab.model.http import Headers, Pair, Response

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
_HEADERS: tuple[Pair, ...] = (
    ("Content-Type", "text/html;charset=UTF-8"),
    ("Cache-Control", "no-store"),
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
)
_STYLE = """
:root { color-scheme: light dark; --ink: #16191f; --quiet: #5f6b7a; --paper: #fff; --ground: #f2f3f3; --line: #8c8c94;
  --accent: #0972d3; --bad: #d91515; --bad-ground: #fff7f7; }
@media (prefers-color-scheme: dark) { :root { --ink: #ededf0; --quiet: #b6bec9; --paper: #1b232d; --ground: #0f141a;
  --line: #7d8998; --accent: #539fe5; --bad: #ff8b8b; --bad-ground: #2b1a1d; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--ground);
  color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 25rem; background: var(--paper); border-radius: 1rem; padding: 2.25rem;
  box-shadow: 0 1px 2px #0002, 0 8px 28px #0002; }
h1 { margin: 0; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
p { margin: .35rem 0 0; color: var(--quiet); overflow-wrap: anywhere; }
label { display: block; margin-top: 1.15rem; font-weight: 600; font-size: .9rem; }
input { width: 100%; margin-top: .3rem; padding: .6rem .75rem; font: inherit; color: inherit; background: transparent;
  border: 1px solid var(--line); border-radius: .5rem; }
button { width: 100%; margin-top: 1.6rem; padding: .7rem; font: inherit; font-weight: 700; cursor: pointer; border: 0;
  border-radius: 999px; background: var(--accent); color: var(--paper); }
input:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
nav { margin-top: 1rem; text-align: center; color: var(--quiet); }
nav a { display: block; margin-top: .75rem; padding: .6rem; border: 1px solid var(--line); border-radius: 999px;
  color: inherit; font-weight: 600; text-decoration: none; overflow-wrap: anywhere; }
nav a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
[role=alert] { margin-top: 1.15rem; padding: .6rem .75rem; border-left: 4px solid var(--bad); border-radius: .35rem;
  background: var(--bad-ground); color: var(--bad); }
footer { margin-top: 1.6rem; font-size: .8rem; color: var(--quiet); text-align: center; }
"""


def page(html: str, *headers: Pair, status: int = 200) -> Response:
    """A page as an answer."""
    return Response(status, Headers((*_HEADERS, *headers)), html.encode())


def with_header(response: Response, header: Pair) -> Response:
    """An answer with one more header."""
    return Response(response.status, Headers((*response.headers.pairs, header)), response.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInForm:
    """What the sign-in page shows."""

    pool: str
    client: str
    hidden: Mapping[str, str]
    username: str = ""
    error: str | None = None
    passwords: bool = True
    """Whether the pool's own users may come this way."""
    others: Mapping[str, str] = field(default_factory=dict)
    """Where the ways to other providers lead, by the providers' names."""


def sign_in(form: SignInForm) -> str:
    """The form for a name and a password, and the ways to other providers."""
    # What was typed already need not be typed again.
    first, second = (" autofocus", "") if not form.username else ("", " autofocus")
    fields = f"""
<label for="username">Username</label>
<input id="username" name="username" value="{escape(form.username)}" autocomplete="username" autocapitalize="none"
 spellcheck="false" required{first}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required{second}>
<button>Sign in</button>"""
    links = "".join(
        f'<a href="{escape(where)}">Continue with {escape(name)}</a>' for name, where in form.others.items()
    )
    either = "<span>or</span>" if form.passwords else ""
    nav = f'<nav aria-label="Other providers">{either}{links}</nav>' if links else ""
    title, below = f"Sign in to {form.client}", f"with your account of {form.pool}"
    if not form.passwords:
        return _document(title, nav, "")
    return _form(title, below, fields, form.hidden, form.error, nav)


def new_password(pool: str, *, hidden: Mapping[str, str], error: str | None = None) -> str:
    """The form for a password of the user's own choice."""
    fields = """
<label for="new_password">New password</label>
<input id="new_password" name="new_password" type="password" autocomplete="new-password" required autofocus>
<button>Change password</button>"""
    return _form("Change password", f"Your password for {pool} was made by somebody else.", fields, hidden, error)


def fault(message: str) -> str:
    """A page that says what went wrong."""
    return _document("An error was encountered", f'<div role="alert">{escape(message)}</div>', "")


def _form(title: str, below: str, fields: str, hidden: Mapping[str, str], error: str | None, after: str = "") -> str:
    alert = f'<div role="alert">{escape(error)}</div>' if error else ""
    carried = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in hidden.items()
    )
    return _document(title, f'{alert}<form method="post" action="login">{carried}{fields}</form>{after}', below)


def _document(title: str, content: str, below: str) -> str:
    paragraph = f"<p>{escape(below)}</p>" if below else ""
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{escape(title)}</title><style>{_STYLE}</style></head>
<body><main><h1>{escape(title)}</h1>{paragraph}{content}
<footer>apiglab · a user pool of this machine</footer></main></body></html>
"""
