package org.onecopy.admin.routes;

import io.swagger.v3.core.util.Json;
import io.swagger.v3.core.util.PrimitiveType;
import io.swagger.v3.jaxrs2.Reader;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.Problem;

/** The description of all routes, made from them at the first request. */
@Path("/api/v1/openapi.json")
@Tag(name = "description")
@Singleton
public final class OpenApiRoutes {
    private static final String SCHEME = "token";

    private final Described described;
    private volatile @Nullable String document;

    @Inject
    public OpenApiRoutes(Described described) {
        this.described = described;
    }

    @GET
    @Produces(jakarta.ws.rs.core.MediaType.APPLICATION_JSON)
    @Operation(operationId = "openApi", summary = "This description (OpenAPI 3)")
    public String describe() {
        String made = document;
        if (made == null) {
            made = make();
            document = made;
        }
        return made;
    }

    private String make() {
        PrimitiveType.customClasses().put("java.time.Duration", PrimitiveType.STRING);
        OpenAPI api = new OpenAPI()
                .info(new Info()
                        .title("Onecopy admin API")
                        .version(described.version)
                        .description(
                                "Every failure is a problem document (RFC 9457) with one of these codes: " + codes())
                        .license(new License().name("Apache-2.0")))
                .components(new Components()
                        .addSecuritySchemes(
                                SCHEME,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")))
                .addSecurityItem(new SecurityRequirement().addList(SCHEME));
        OpenAPI read = new Reader(api).read(described.routes);
        io.swagger.v3.core.converter.ModelConverters.getInstance()
                .readAll(Problem.class)
                .forEach(read.getComponents()::addSchemas);
        read.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .forEach(operation -> operation.getResponses().addApiResponse("default", problem()));
        return Json.pretty(read);
    }

    private static ApiResponse problem() {
        Schema<?> schema = new Schema<>().$ref("#/components/schemas/Problem");
        return new ApiResponse()
                .description("A problem: its code says which, its action what to do")
                .content(new Content().addMediaType(Problem.MEDIA_TYPE, new MediaType().schema(schema)));
    }

    private static String codes() {
        return Arrays.stream(ProblemCode.values())
                .map(code -> code.code() + " (" + code.status() + ")")
                .collect(Collectors.joining(", "));
    }

    /**
     * What is described.
     *
     * @param version of the program
     * @param routes the classes of all routes, this one among them
     */
    public record Described(String version, Set<Class<?>> routes) {
        public Described {
            routes = Set.copyOf(routes);
        }
    }
}
