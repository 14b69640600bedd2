from django.db import migrations

from xiezhi.kernel.record import guard


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, schema: guard.install(schema.connection), lambda apps, schema: guard.remove(schema.connection)
        )
    ]
