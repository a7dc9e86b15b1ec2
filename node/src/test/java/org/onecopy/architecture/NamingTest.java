package org.onecopy.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Names that say nothing. */
@AnalyzeClasses(packages = "org.onecopy")
final class NamingTest {
    @ArchTest
    static final ArchRule no_class_has_a_name_that_says_nothing = noClasses()
            .that()
            .resideOutsideOfPackage("org.onecopy.log.proto..")
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .because("a name says what the thing is: RatisAgreement, S3Storage, TransferPlanner");
}
