"""How the parts are put together and started; nothing else imports this package."""
