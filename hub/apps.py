from django.apps import AppConfig


class HubConfig(AppConfig):
    name = "hub"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The apps' hooks (a unit was opened → its room) hold in every process.
        from hub.routing import routing

        routing()
