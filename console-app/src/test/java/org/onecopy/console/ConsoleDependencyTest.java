package org.onecopy.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ConsoleDependencyTest {
    private static final String[] MODELS = {
        "..console.work..", "..console.session..", "..console.command..", "..console.lag.history.."
    };

    private final JavaClasses console = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.onecopy.console");

    @Test
    void view_models_touch_no_control() {
        noClasses()
                .that()
                .resideInAnyPackage(MODELS)
                .or()
                .haveNameMatching(
                        ".*\\.(ListModel|RuleForm|RulePlan|LagWindow|Topology|ConnectionBook|Connector|ContentModel|BrowseModel|ProvisionModel|Machine|Wanted)")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx.scene..", "javafx.stage..", "org.controlsfx..", "atlantafx..")
                .because("ViewModels are tested without a display")
                .check(console);
    }

    @Test
    void packages_depend_downwards_only() {
        slices().matching("org.onecopy.console.(*)..")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(
                        DescribedPredicate.describe(
                                "sessions keep a history",
                                type -> type.getPackageName().endsWith(".session")),
                        DescribedPredicate.describe(
                                "of lag", type -> type.getPackageName().endsWith(".lag.history")))
                .check(console);
        noClasses()
                .that()
                .resideOutsideOfPackages("..console.shell..", "org.onecopy.console")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..console.shell..")
                .check(console);
    }

    @Test
    void a_node_is_reached_by_the_admin_api_alone() {
        classes()
                .that()
                .resideInAPackage("org.onecopy.console..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.onecopy.console..",
                        "org.onecopy.model..",
                        "org.onecopy.installers.provisioning",
                        "java..",
                        "javax..",
                        "javafx..",
                        "org.controlsfx..",
                        "org.kordamp..",
                        "atlantafx..",
                        "com.fasterxml.jackson..",
                        "org.jspecify..")
                .because("what the console can do, every client can do; machines without a node are reached by SSH")
                .check(console);
    }
}
