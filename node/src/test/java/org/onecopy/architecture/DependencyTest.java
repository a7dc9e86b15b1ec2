package org.onecopy.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may depend on whom. */
final class DependencyTest {
    private static final JavaClasses OURS =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("org.onecopy");

    private static final String READERS = "org.onecopy.cli.demo.readers..";

    private static final Set<String> OUTSIDE_WORLD = Set.of(
            "java.lang.Thread",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.Runtime",
            "java.time.Clock",
            "java.time.InstantSource",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.Timer",
            "java.util.concurrent.Executor",
            "java.util.concurrent.ExecutorService",
            "java.util.concurrent.Executors",
            "java.util.concurrent.ForkJoinPool",
            "java.util.concurrent.ScheduledExecutorService",
            "java.util.concurrent.ThreadLocalRandom",
            "java.security.SecureRandom");

    private static final Set<String> ASKS_CLOCK_OR_DICE = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID");

    @Test
    void the_core_depends_on_words_only() {
        classes()
                .that()
                .resideInAPackage("org.onecopy.core..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "org.onecopy.core..",
                        "org.onecopy.log..",
                        "org.onecopy.model..",
                        "org.onecopy.problem..",
                        "com.google.protobuf.."))
                .because("the core is pure: the same code runs in a node and in a seeded simulation")
                .check(OURS);
    }

    @Test
    void the_core_never_touches_the_outside_world() {
        noClasses()
                .that()
                .resideInAPackage("org.onecopy.core..")
                .should()
                .dependOnClassesThat(outsideWorld())
                .because("files, sockets, threads, clocks and dice come into the core as values or not at all")
                .check(OURS);
    }

    @Test
    void the_core_never_asks_the_clock() {
        noClasses()
                .that()
                .resideInAPackage("org.onecopy.core..")
                .should()
                .callMethodWhere(clockOrDice())
                .because("two replicas that apply the same entry must come to the same state")
                .check(OURS);
    }

    @Test
    void only_one_package_knows_ratis() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.onecopy.agreement.ratis..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.ratis..")
                .because("agreement is one interface, with Ratis or a simulation behind it")
                .check(OURS);
    }

    @Test
    void only_the_index_knows_rocksdb() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.onecopy.index..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.rocksdb..")
                .because("native handles are closed in one place, and the store can be replaced")
                .check(OURS);
    }

    @Test
    void only_one_storage_and_the_outside_readers_know_the_aws_sdk() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.onecopy.storage.s3..", READERS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon..")
                .because("a bucket is a storage like any other to everybody else")
                .check(OURS);
    }

    @Test
    void only_one_adapter_and_the_outside_readers_know_hadoop() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.onecopy.storage.hadoop..", READERS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.hadoop..")
                .because("a storage is one interface, and most nodes have another one")
                .check(OURS);
    }

    @Test
    void only_alerts_know_the_mail_library() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.onecopy.alert..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.mail..", "org.eclipse.angus..")
                .because("a mail server is one kind of target among others")
                .check(OURS);
    }

    @Test
    void alerts_depend_on_words_only() {
        noClasses()
                .that()
                .resideInAPackage("org.onecopy.alert..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.onecopy..")
                        .and(DescribedPredicate.not(resideInAnyPackage(
                                "org.onecopy.address..",
                                "org.onecopy.alert..",
                                "org.onecopy.model..",
                                "org.onecopy.problem.."))))
                .because("what is measured comes as figures, and what happens goes out as words")
                .check(OURS);
    }

    @Test
    void the_outside_readers_know_nothing_of_onecopy() {
        classes()
                .that()
                .resideInAPackage(READERS)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..", "org.jspecify..", "software.amazon..", "org.apache.hadoop..", READERS))
                .because("they prove what the nodes claim, and would believe them if they shared their code")
                .check(OURS);
    }

    @Test
    void storage_adapters_do_not_know_each_other() {
        slices().matching("org.onecopy.storage.(*)..")
                .should()
                .notDependOnEachOther()
                .because("what two storages share belongs to their common interface")
                .check(OURS);
    }

    @Test
    void packages_form_no_cycles() {
        slices().matching("org.onecopy.(*)..")
                .should()
                .beFreeOfCycles()
                .because("dependencies go downwards only")
                .check(OURS);
    }

    @Test
    void sees_the_classes_of_all_modules_below_the_node() {
        assertThat(OURS.contain("org.onecopy.model.NodeId")).isTrue();
        assertThat(OURS.size()).isGreaterThan(20);
    }

    private static DescribedPredicate<JavaClass> outsideWorld() {
        DescribedPredicate<JavaClass> packages = resideInAnyPackage(
                "java.io..",
                "java.net..",
                "java.nio.file..",
                "java.nio.channels..",
                "java.lang.foreign..",
                "java.util.random..",
                "java.util.logging..",
                "org.slf4j..");
        return packages.or(describe("are threads, clocks or dice", type -> OUTSIDE_WORLD.contains(type.getName())))
                .as("are files, sockets, threads, clocks, dice or loggers");
    }

    private static DescribedPredicate<JavaMethodCall> clockOrDice() {
        return describe("asks the clock, the dice or the environment", call -> {
            String owner = call.getTargetOwner().getName();
            return ASKS_CLOCK_OR_DICE.contains(owner + "." + call.getName())
                    || (owner.startsWith("java.time.") && call.getName().equals("now"));
        });
    }
}
