using System.Collections.Immutable;
using System.Text.Json;
using GlmmDsl.Printing;

namespace GlmmDsl.Inference;

/// <summary>
/// The replicates of a bootstrap that are done: estimates and failures. Saved to a file, they let a bootstrap that was cancelled go on, or one that is done take more
/// replicates; the numbers are those of one run. Immutable.
/// </summary>
public sealed class BootstrapDraws
{
    private const int Version = 1;
    private const string Format = "glmm-bootstrap-draws";

    internal BootstrapDraws(BootstrapKind kind, int seed, string model, int parameters, ImmutableArray<BootstrapDraw> draws)
    {
        Kind = kind;
        Seed = seed;
        Model = model;
        Parameters = parameters;
        All = draws;
    }

    /// <summary>How the replicates were made.</summary>
    public BootstrapKind Kind { get; }

    /// <summary>The seed.</summary>
    public int Seed { get; }

    /// <summary>The number of replicates that are done, failed ones included.</summary>
    public int Count => All.Length;

    /// <summary>What model the draws are of: its formula and estimates, in a text.</summary>
    internal string Model { get; }

    /// <summary>β's, θ's and σ of a replicate.</summary>
    internal int Parameters { get; }

    /// <summary>The replicates, by number.</summary>
    internal ImmutableArray<BootstrapDraw> All { get; }

    /// <summary>Saves the draws, as one JSON object with numbers in round-trip form.</summary>
    /// <param name="stream">Where to.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("version", Version);
        json.WriteString("kind", Kind.ToString());
        json.WriteNumber("seed", Seed);
        json.WriteString("model", Model);
        json.WriteNumber("parameters", Parameters);
        json.WriteStartArray("draws");
        foreach (BootstrapDraw draw in All)
        {
            json.WriteStartObject();
            json.WriteNumber("replicate", draw.Replicate);
            if (draw.Failure is string failure)
            {
                json.WriteString("failure", failure);
            }
            else
            {
                json.WriteNumbers("values", draw.Values);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Loads draws.</summary>
    /// <param name="stream">Where from.</param>
    /// <exception cref="ModelDataException">The stream holds no draws, or draws of another version.</exception>
    public static BootstrapDraws Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            using JsonDocument document = JsonDocument.Parse(stream);
            JsonElement root = document.RootElement;
            if (root.GetProperty("format").GetString() != Format)
            {
                throw new ModelDataException("The file holds no draws of a bootstrap.");
            }

            if (root.GetProperty("version").GetInt32() is var version && version != Version)
            {
                throw new ModelDataException(FormattableString.Invariant($"The draws are in version {version} of the format, and this library reads version {Version}. Make them again."));
            }

            int parameters = root.GetProperty("parameters").GetInt32();
            return new BootstrapDraws(
                Enum.Parse<BootstrapKind>(root.GetProperty("kind").GetString()!),
                root.GetProperty("seed").GetInt32(),
                root.GetProperty("model").GetString()!,
                parameters,
                [.. root.GetProperty("draws").EnumerateArray().Select(d => Draw(d, parameters)).OrderBy(d => d.Replicate)]);
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new ModelDataException($"The file of draws cannot be read: {broken.Message}");
        }
    }

    private static BootstrapDraw Draw(JsonElement draw, int parameters)
    {
        int replicate = draw.GetProperty("replicate").GetInt32();
        if (draw.TryGetProperty("failure", out JsonElement failure))
        {
            return new BootstrapDraw(replicate, [], failure.GetString());
        }

        double[] values = [.. draw.GetProperty("values").EnumerateArray().Select(v => v.GetDouble())];
        return replicate >= 0 && values.Length == parameters
            ? new BootstrapDraw(replicate, values, null)
            : throw new FormatException(FormattableString.Invariant($"replicate {replicate} has {values.Length} numbers and not {parameters}"));
    }
}

/// <summary>One replicate: β, θ and σ, or why there are none.</summary>
/// <param name="Replicate">Its number, from 0.</param>
/// <param name="Values">β, θ, σ; empty of a failed one.</param>
/// <param name="Failure">Why it failed; null of one that was fitted.</param>
internal sealed record BootstrapDraw(int Replicate, double[] Values, string? Failure);
