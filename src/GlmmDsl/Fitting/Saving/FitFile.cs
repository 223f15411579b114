using System.Text.Json.Serialization;
using GlmmDsl.Design.Products.Files;
using GlmmDsl.Families;
using GlmmDsl.Files;

namespace GlmmDsl.Fitting.Saving;

/// <summary>
/// A fit as it is written: version 3 of the format. It holds no rows. Version 1 lacked what marginal means know of the predictors. Version 2, which is read as well, had one linear
/// predictor: what came after it is left out of the JSON where it is null, so that checksums of that version stay what they were.
/// </summary>
internal sealed record FitFile : IFramedFile<FitFile>
{
    public const string FormatName = "GlmmDsl fit";
    public const int CurrentVersion = 3;
    public const int OldestVersion = 2;

    /// <summary>The frame of these files.</summary>
    public static FileFrame<FitFile> Frame { get; } = new(FormatName, (OldestVersion, CurrentVersion), new FileWords("The fit", "is", "it"), FitFileJson.Default.FitFile);

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required string Formula { get; init; }

    public required ColumnEntry[] Columns { get; init; }

    public required FunctionEntry[] Functions { get; init; }

    public required Family Family { get; init; }

    /// <summary>The name of a family of the program's own, which a file cannot hold; null for one of the library's.</summary>
    public string? OwnFamily { get; init; }

    public required Link Link { get; init; }

    public string? Weights { get; init; }

    public required WeightKind WeightKind { get; init; }

    public required BasisEntry Basis { get; init; }

    public required RowsEntry Rows { get; init; }

    public required TermEntry[] Random { get; init; }

    public required EstimatesEntry Estimates { get; init; }

    /// <summary>The linear predictors beside the conditional one; null where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PredictorEntry[]? Others { get; init; }

    /// <summary>The thresholds of an ordinal model; null for any other.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ThresholdsEntry? Thresholds { get; init; }

    public required NoticeEntry[] Notices { get; init; }

    /// <summary>The cross-products of the (working) linear model; null where they are too many numbers or were not wanted.</summary>
    public ProductsEntry? Products { get; init; }

    /// <summary>The joint covariance of the random effects of several linear predictors; null where there is one, or several grouping factors, or where it is too many numbers or was not wanted.</summary>
    public LevelEffectsEntry? Effects { get; init; }

    /// <inheritdoc/>
    public string? Checksum { get; init; }

    /// <inheritdoc/>
    public FitFile WithChecksum(string? checksum) => this with { Checksum = checksum };
}

/// <summary>For each level the covariance of its effects given the parameters, and for each parameter the derivatives of the modes.</summary>
internal sealed record LevelEffectsEntry(double[] Blocks, double[][] Slopes);

/// <summary>What prediction needs of the training rows.</summary>
internal sealed record BasisEntry(MomentsEntry[] Moments, LevelsEntry[] ExpressionLevels, LevelsEntry[] CodedLevels, IndexEntry[] Groups, ReferenceEntry[] References);

/// <summary>A column that predictors are made of, with the values that stand for the rows.</summary>
internal sealed record ReferenceEntry(string Name, bool IsFixed, bool IsNumeric, bool IsLogical, string[] Levels, double[] Values, double Mean, double Deviation);

/// <summary>A grouping factor: the levels of its variables, and which combinations have rows.</summary>
internal sealed record IndexEntry(string Key, string[][] Levels, long[][] Keys);

/// <summary>What is known of the rows.</summary>
internal sealed record RowsEntry(
    int RowCount,
    int Observations,
    double? ResidualSumOfSquares,
    double? PearsonChiSquare,
    NullCountsEntry? NullCounts,
    ulong[] Fingerprint,
    string[] FixedNames,
    double[]? FixedCovariance,
    double[][]? RandomMeanProducts);

/// <summary>Counts that a model with an intercept for its fixed effects expects.</summary>
internal sealed record NullCountsEntry(double Mean, double AtIntercept);

/// <summary>A random-effects term: which of the formula's it is of, and its columns.</summary>
internal sealed record TermEntry(int Source, string[] Columns, bool[] IsConstant);

/// <summary>What the engine found. Matrices are flat, row by row.</summary>
internal sealed record EstimatesEntry
{
    public required string MethodTitle { get; init; }

    public required string MethodLabel { get; init; }

    public required bool IsReml { get; init; }

    public required bool ProfilesCoefficients { get; init; }

    public IntegrationEntry? Integration { get; init; }

    public required double Criterion { get; init; }

    public required double[] Theta { get; init; }

    public required double[] ShownTheta { get; init; }

    public required double Sigma { get; init; }

    public required int DispersionCount { get; init; }

    public required int[] Kept { get; init; }

    public required AliasEntry[] Aliased { get; init; }

    public required double[] Beta { get; init; }

    public required double[] Covariance { get; init; }

    public required double[] ConditionalCovariance { get; init; }

    public double[]? JointCovariance { get; init; }

    public double[]? StackedCovariance { get; init; }

    public LimitEntry? Limit { get; init; }

    public required double[][] ConditionalModes { get; init; }

    public required double[][] ConditionalCovariances { get; init; }

    public double? ResidualSquares { get; init; }

    public required int Evaluations { get; init; }

    public required int Gradients { get; init; }

    public required double GradientMaxAbs { get; init; }

    public required Verdict Verdict { get; init; }

    public required string VerdictReason { get; init; }

    public required PlaceEntry[] Vanished { get; init; }

    public required PlaceEntry[] Unidentified { get; init; }
}

/// <summary>The limit of the likelihood of separated outcomes, over the kept coefficients.</summary>
internal sealed record LimitEntry(double[] Direction, double[][] NullSpace, double[] Finite, double[] Sizes, double[][] Generators);

/// <summary>How the random effects of a generalised model were integrated out.</summary>
internal sealed record IntegrationEntry(Approximation Approximation, int Nodes, Information Information, double? PriorDeviation);

/// <summary>A dropped column, and the kept ones that it is a combination of.</summary>
internal sealed record AliasEntry(int Column, int[] With, double[] Weights);

/// <summary>A column of a random-effects term; −1 for all of them.</summary>
internal sealed record PlaceEntry(int Term, int Column);

/// <summary>A linear predictor beside the conditional one. Its θ and modes follow those of the predictors before it; a number without a formula of its own has no design.</summary>
internal sealed record PredictorEntry(
    Predictor Predictor, PredictorDesignEntry? Design, bool IsConstant, int[] Kept, AliasEntry[] Aliased, double[] Beta, double[] Covariance, bool IsAtBoundary);

/// <summary>What prediction needs of a linear predictor with a formula of its own.</summary>
internal sealed record PredictorDesignEntry(string Formula, ColumnEntry[] Columns, BasisEntry Basis, string[] FixedNames, TermEntry[] Random);

/// <summary>The categories of an ordinal response, the thresholds between them, and the covariance of the kept coefficients followed by the thresholds, and followed by θ̂ too where that is known.</summary>
internal sealed record ThresholdsEntry(string[] Categories, double[] Estimates, double[] Joint, double[]? WithTheta = null);

/// <summary>A notice.</summary>
internal sealed record NoticeEntry(NoticeId Id, string Text, string[] Subjects, int? Count);

/// <summary>Cross-products with the columns that the terms of each grouping factor are made of.</summary>
internal sealed record ProductsEntry(
    long RowCount, double SumLogWeights, int[] LevelCounts, int[] Widths, double[] FixedOrigins, double[][] GroupOrigins, int[][] Terms, int[][][] ColumnOf, BlocksEntry Blocks);

/// <summary>Reads and writes the entries without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FitFile))]
internal sealed partial class FitFileJson : JsonSerializerContext;
