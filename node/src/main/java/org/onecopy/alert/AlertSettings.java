package org.onecopy.alert;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.onecopy.model.api.AlertCondition;

/**
 * What a node watches for and whom it tells.
 *
 * @param every how often figures are taken
 * @param repeat after which an alert that goes on is told of again
 * @param policies conditions without one are no alerts
 */
public record AlertSettings(
        Duration every,
        Duration repeat,
        Map<AlertCondition, Policy> policies,
        List<MailTarget.Settings> mail,
        List<WebhookTarget.Settings> webhooks) {
    public AlertSettings {
        policies = Map.copyOf(policies);
        mail = List.copyOf(mail);
        webhooks = List.copyOf(webhooks);
    }
}
