"""``python -m apiglab``: the same as the command ``apiglab``."""

from apiglab.cli import main

if __name__ == "__main__":
    main()
