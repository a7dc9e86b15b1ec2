package org.onecopy.admin.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.onecopy.model.ApiJson;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.Problem;
import org.onecopy.problem.ProblemException;

/**
 * Records from and to JSON. Ours instead of Jersey's, because Jersey's replaces the limits of the parser and has its own idea of
 * error answers.
 */
@Consumes(MediaType.APPLICATION_JSON)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public final class JsonBodies implements MessageBodyReader<Object>, MessageBodyWriter<Object> {
    private static final JsonMapper JSON = ApiJson.strict();

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return type != String.class && !InputStream.class.isAssignableFrom(type);
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, String> headers,
            InputStream in)
            throws IOException {
        byte[] body = in.readAllBytes();
        Object value;
        try {
            value = JSON.readerFor(JSON.constructType(generic)).readValue(body);
        } catch (ValueInstantiationException e) {
            // Jackson looks for unknown fields last; but a missing field often is one that was mistyped.
            throw JsonProblems.unknownField(JSON.readTree(body), type).orElseGet(() -> JsonProblems.of(e));
        } catch (JsonProcessingException e) {
            throw JsonProblems.of(e);
        }
        if (value == null) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "the body is 'null': expected a JSON object");
        }
        return value;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return type != String.class && !jakarta.ws.rs.core.StreamingOutput.class.isAssignableFrom(type);
    }

    @Override
    public void writeTo(
            Object value,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        byte[] body = JSON.writeValueAsBytes(value);
        headers.putSingle("Content-Length", body.length);
        out.write(body);
    }
}
