package org.onecopy.installers.provisioning;

/**
 * Something that was noticed on a machine before anything was changed.
 *
 * @param code see {@link ProvisionCode}
 * @param stops whether the machine is left alone because of it
 */
public record Finding(String code, boolean stops, String message, String remedy) {
    static Finding stop(ProvisionCode code, String message) {
        return new Finding(code.code(), true, message, code.remedy());
    }

    static Finding warn(ProvisionCode code, String message) {
        return new Finding(code.code(), false, message, code.remedy());
    }

    static Finding of(ProvisionException e) {
        return stop(e.code(), e.said());
    }
}
