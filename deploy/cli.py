"""`onedistrict`: start the system or one process of it, migrate, verify a plan."""

import argparse
import os
import sys
from pathlib import Path

from deploy.topology import BY_NAME, SERVICES

DATA = Path(".onedistrict")


def main(arguments: list[str] | None = None) -> None:
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser(given).parse_args(given)
    sys.exit(options.run(options))


def _parser(given: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="onedistrict", description=__doc__)
    names = [each.name for each in SERVICES]
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    up = commands.add_parser("up", help="start everything on this machine")
    up.add_argument("--data", type=Path, default=DATA, metavar="DIR")
    up.add_argument(
        "--ready-file", type=Path, metavar="PATH", help="written when ready"
    )
    up.add_argument("--no-demo", action="store_true", help="reference data only")
    up.add_argument("--port", type=int, metavar="N", help="the gateway's (8080)")
    up.add_argument(
        "--country", metavar="PACK", help="whose places: za (the default) or ug"
    )
    up.set_defaults(run=_up)

    serve = commands.add_parser("serve", help="run one process")
    serve.add_argument("name", choices=sorted(BY_NAME))
    serve.set_defaults(run=_serve)

    migrate = commands.add_parser("migrate", help="bring databases up to date")
    migrate.add_argument("service", nargs="+", choices=names)
    migrate.set_defaults(run=_migrate)

    new = commands.add_parser("new-migration", help="write an empty migration")
    new.add_argument("service", choices=["chassis", *names])
    new.add_argument("name")
    new.set_defaults(run=_new_migration)

    verify = commands.add_parser("verify-plan", help="does a plan bear its seal?")
    verify.add_argument("source", metavar="FILE_OR_URL")
    verify.add_argument("--seal", metavar="HEX", help="the seal it should bear")
    verify.set_defaults(run=_verify_plan)

    if given[:1] not in (["up"], ["serve"], ["migrate"], ["verify-plan"]):
        from gateway.commands import register  # noqa: PLC0415

        state_dir = os.environ.get("ONEDISTRICT_STATE_DIR", DATA / "gateway")
        register(commands, Path(state_dir))
    return parser


# Each command imports what it needs: a service must not load what only others use.


def _up(options: argparse.Namespace) -> int:
    from deploy.up import up  # noqa: PLC0415

    return up(
        options.data,
        ready_file=options.ready_file,
        demo=not options.no_demo,
        port=options.port,
        country=options.country,
    )


def _serve(options: argparse.Namespace) -> None:
    from deploy.serving import serve  # noqa: PLC0415

    serve(options.name)


def _migrate(options: argparse.Namespace) -> None:
    from deploy.migrating import migrate_services  # noqa: PLC0415

    migrate_services(options.service)


def _new_migration(options: argparse.Namespace) -> None:
    from deploy.new_migration import new_migration  # noqa: PLC0415

    print(new_migration(options.service, options.name))


def _verify_plan(options: argparse.Namespace) -> int:
    from deploy.verifying import verify_plan  # noqa: PLC0415

    return verify_plan(options.source, options.seal)


if __name__ == "__main__":
    main()
