using System.Text.Json.Serialization;
using GlmmDsl.Files;

namespace GlmmDsl.Design.Products.Files;

/// <summary>Cross-products as they are written: version 2 of the format. Version 1 had no checksum in JSON; its binary form is the same.</summary>
internal sealed record ProductFile : IFramedFile<ProductFile>
{
    public const string FormatName = "GlmmDsl cross-products";
    public const int CurrentVersion = 2;
    public const int OldestVersion = 1;

    /// <summary>The frame of these files.</summary>
    public static FileFrame<ProductFile> Frame { get; } = new(FormatName, (OldestVersion, CurrentVersion), new FileWords("The cross-products", "are", "them"), ProductFileJson.Default.ProductFile);

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required string Formula { get; init; }

    public required ColumnEntry[] Columns { get; init; }

    public required FunctionEntry[] Functions { get; init; }

    public string? Weights { get; init; }

    public required bool IsWeighted { get; init; }

    public required long RowCount { get; init; }

    public required double SumLogWeights { get; init; }

    public required ulong[] Fingerprint { get; init; }

    public required TallyEntry Tally { get; init; }

    public required FactorEntry[] Factors { get; init; }

    public required ProductEntry[] FixedColumns { get; init; }

    public required GroupEntry[] Groups { get; init; }

    public required MomentsEntry[] Moments { get; init; }

    public required LevelsEntry[] ExpressionLevels { get; init; }

    public required double[] FixedOrigins { get; init; }

    public required double[][] GroupOrigins { get; init; }

    /// <summary>The blocks; null in the binary form, where they follow as raw numbers.</summary>
    public BlocksEntry? Blocks { get; init; }

    /// <summary>The checksum of JSON, by <see cref="FileFrame{T}"/>; null in the binary form, which ends with its own.</summary>
    public string? Checksum { get; init; }

    /// <inheritdoc/>
    public ProductFile WithChecksum(string? checksum) => this with { Checksum = checksum };
}

/// <summary>A column of the formula.</summary>
internal sealed record ColumnEntry(string Name, Formulas.ColumnKind Kind, bool IsOrdered, Coding? Coding, string? Remark);

/// <summary>A user's function.</summary>
internal sealed record FunctionEntry(string Name, int Arguments);

/// <summary>Rows left out.</summary>
internal sealed record TallyEntry(long Total, long Omitted, long Computed, long Weightless, string[] Missing, string? Weights);

/// <summary>Levels of a factor.</summary>
internal sealed record FactorEntry(string Key, string[] Labels, long[] RowCounts, bool IsByValue, bool IsByText);

/// <summary>An uncoded column.</summary>
internal sealed record ProductEntry(NumberEntry[] Numbers, CellEntry[] Cell);

/// <summary>A numeric variable in an uncoded column.</summary>
internal sealed record NumberEntry(string Variable, int Part);

/// <summary>A factor's level in an uncoded column.</summary>
internal sealed record CellEntry(string Factor, string Level);

/// <summary>A grouping factor.</summary>
internal sealed record GroupEntry(string Key, FactorEntry[] Variables, string[][] Levels, long[] RowCounts, ProductEntry[] Columns, bool IsUnlabelled);

/// <summary>Moments of a data-dependent call; null stands for NaN.</summary>
internal sealed record MomentsEntry(string Call, double?[] Values);

/// <summary>Levels of a factor in an expression.</summary>
internal sealed record LevelsEntry(string Factor, string[] Levels);

/// <summary>The numbers.</summary>
internal sealed record BlocksEntry(double[] Fixed, double[][] Diagonal, double[][] WithFixed, PairEntry[] Pairs);

/// <summary>The pairs of two factors, in the order (0,1), (0,2), .. (1,2), ..</summary>
internal sealed record PairEntry(int[] RowStart, int[] Columns, double[] Values);

/// <summary>Reads and writes the entries without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ProductFile))]
internal sealed partial class ProductFileJson : JsonSerializerContext;
