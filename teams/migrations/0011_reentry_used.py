from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('teams', '0010_administration'),
    ]

    operations = [
        migrations.AlterField(
            model_name='auditentry',
            name='act',
            field=models.CharField(choices=[('role_changed', 'changed a role'), ('member_added', 'added a member'), ('member_removed', 'removed a member'), ('member_suspended', 'suspended a member'), ('member_reinstated', 'let a member back in'), ('member_muted', 'muted a member'), ('member_unmuted', 'let a member speak again'), ('person_suspended', 'suspended a person'), ('person_reinstated', 'let a person back in'), ('message_removed', 'removed a message'), ('flag_dismissed', 'dismissed a flag'), ('contacts_revealed', 'looked at contact details'), ('looked_through', 'looked through many people'), ('invited', 'made an invitation'), ('invitation_revoked', 'ended an invitation'), ('member_approved', 'let somebody in'), ('member_declined', 'declined somebody'), ('reentry_shown', 'let a member sign in again'), ('reentry_used', "came back in with a leader's code"), ('name_allowed', 'allowed a name'), ('name_declined', 'declined a name'), ('unit_opened', 'opened a place'), ('unit_changed', 'changed a place'), ('unit_moved', 'moved a place'), ('unit_archived', 'archived a place'), ('people_imported', 'imported people'), ('exported', 'exported'), ('token_issued', 'made a token'), ('token_revoked', 'ended a token'), ('person_erased', 'deleted an account'), ('closed_out', 'closed the campaign out'), ('backed_up', 'made a backup'), ('administration_entered', 'opened the administration')], max_length=24),
        ),
    ]
