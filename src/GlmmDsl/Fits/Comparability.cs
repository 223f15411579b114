using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Fitting;

namespace GlmmDsl.Fits;

/// <summary>
/// What two fits must have in common for their criteria to be comparable: the rows and their weights, the response, the criterion and, for
/// REML, the space of the fixed effects. Computed when first needed.
/// </summary>
internal sealed class Comparability
{
    private readonly double[] response;
    private readonly double[]? offset;
    private readonly double[]? weights;
    private readonly double[]? trials;
    private readonly string measure;
    private readonly string? approximation;
    private readonly Information? information;
    private readonly NormalPrior? prior;
    private readonly ModelMatrices matrices;
    private readonly ImmutableArray<int> kept;
    private readonly Lazy<RowFingerprint> rows;
    private readonly Lazy<RowFingerprint> design;

    /// <summary>Collects from a fit what its comparability depends on.</summary>
    /// <param name="matrices">The design it was fitted to.</param>
    /// <param name="solution">The solution.</param>
    public Comparability(ModelMatrices matrices, IModelSolution solution)
    {
        IsReml = solution.IsReml;
        IsSupremum = solution.IsSeparated;
        measure = solution.Family.IsContinuous ? "the density of a continuous response" : "the probability of counts";
        if (solution.Integration is { } options && !matrices.Random.IsEmpty)
        {
            approximation = ApproximationOf(options);
            information = solution.Family.Kernel(solution.Link).IsCanonical ? null : options.Information;
        }

        this.matrices = matrices;
        kept = solution.Kept;
        prior = solution.Integration?.CoefficientPrior;
        trials = matrices.Trials;
        response = matrices.Response;
        offset = matrices.Offset;
        weights = matrices.Weights;
        rows = new(() => matrices.Fingerprint ?? RowFingerprint.Of(response.Length, [response, weights, trials], []));
        design = new(() => RowFingerprint.Of(response.Length, [response, weights, offset ?? Zeros()], FixedColumns()));
    }

    /// <summary>The fit.</summary>
    public required FittedModel Model { get; init; }

    /// <summary>Whether the fit was made by REML.</summary>
    public bool IsReml { get; }

    /// <summary>Whether the criterion is a limit that no finite estimates reach, because the fixed effects separate the outcomes.</summary>
    public bool IsSupremum { get; }

    /// <summary>The fingerprint of responses and weights.</summary>
    public RowFingerprint Rows => rows.Value;

    private bool HasRows => matrices.HasRows;

    private int RowCount => matrices.RowCount;

    private string ResponseName => matrices.Plan?.Response?.Name ?? "the response";

    private string FixedKey => matrices.Plan?.FixedKey ?? "";

    private ImmutableArray<string> FixedNames => [.. kept.Select(k => matrices.FixedNames[k])];

    private string ShownApproximation => approximation + (information is { } which ? $" with {which} information" : "");

    /// <summary>The first criterion minus the second; for REML, both in the same basis of the fixed effects.</summary>
    /// <exception cref="IncomparableFitsException">The criteria do not measure the same thing.</exception>
    public static double Difference(Criterion first, Criterion second)
    {
        if (first.Basis is null || second.Basis is null)
        {
            throw new IncomparableFitsException(IncomparableFits.Criterion, "One of the criteria does not belong to a fit: it is the default value of its type.");
        }

        if (first.Kind != second.Kind)
        {
            throw new IncomparableFitsException(
                IncomparableFits.Criterion, $"{Shown(first.Kind)} cannot be compared with {Shown(second.Kind)}: use the same criterion of both fits.");
        }

        double logVolumeRatio = first.Basis.LogVolumeRatioTo(second.Basis, Shown(first.Kind));
        double difference = first.Value - second.Value;

        // In the second basis the first fit's restricted log-likelihood would be lower by the ratio; AIC and BIC count it minus twice.
        return first.Kind == CriterionKind.LogLikelihood ? difference - logVolumeRatio : difference + (2 * logVolumeRatio);
    }

    private static string ApproximationOf(GeneralizedOptions options) => options.Approximation == Approximation.Quadrature
        ? FormattableString.Invariant($"quadrature with {options.Nodes} {(options.Nodes == 1 ? "node" : "nodes")}")
        : $"the {options.Approximation} approximation";

    private static string Shown(CriterionKind kind) =>
        kind switch { CriterionKind.Aic => "AIC", CriterionKind.Bic => "BIC", _ => "a log-likelihood" };

    private double LogVolumeRatioTo(Comparability other, string criterion)
    {
        if (ReferenceEquals(this, other))
        {
            return 0;
        }

        if (IsReml != other.IsReml)
        {
            throw new IncomparableFitsException(
                IncomparableFits.Criterion,
                $"The fits cannot be compared by {criterion}: one was made by REML and the other by ML, which are likelihoods of different things. Refit both by ML, or both by REML if the fixed effects are equal.");
        }

        if (measure != other.measure)
        {
            throw new IncomparableFitsException(
                IncomparableFits.Criterion, $"The fits cannot be compared by {criterion}: one measures {measure}, the other {other.measure}. Fit both with families of one kind.");
        }

        // Null means an exact integral (a model without random terms) for the approximation, and a canonical link, where both kinds are equal, for the information.
        if ((approximation ?? other.approximation) != (other.approximation ?? approximation) || (information ?? other.information) != (other.information ?? information))
        {
            throw new IncomparableFitsException(
                IncomparableFits.Criterion,
                $"The fits cannot be compared by {criterion}: one likelihood was computed by {ShownApproximation} and the other by {other.ShownApproximation}, and the two approximations have different errors. Fit both in the same way.");
        }

        if (prior != other.prior)
        {
            throw new IncomparableFitsException(
                IncomparableFits.Criterion,
                $"The fits cannot be compared by {criterion}: a prior on the coefficients keeps at least one of them away from its maximum, and the priors differ. Fit both with the same prior, or both without.");
        }

        if (rows.Value != other.rows.Value)
        {
            throw DifferentRows(other, criterion);
        }

        if (!IsReml || HasDesignOf(other))
        {
            return 0;
        }

        return (HasRows && other.HasRows ? SpanRatio(other, criterion) : null)
            ?? throw new IncomparableFitsException(
                IncomparableFits.FixedEffects,
                $"The fits cannot be compared by {criterion}: both were made by REML, which leaves the fixed effects out of the likelihood, and their fixed effects differ ({Listed(FixedNames)}; against {Listed(other.FixedNames)}). Refit both by ML.");
    }

    /// <summary>Whether the fixed effects are equal: compared column by column, or by their definitions if there are no rows.</summary>
    private bool HasDesignOf(Comparability other) => HasRows && other.HasRows
        ? design.Value == other.design.Value
        : FixedKey == other.FixedKey && FixedNames.ToHashSet(StringComparer.Ordinal).SetEquals(other.FixedNames);

    private IncomparableFitsException DifferentRows(Comparability other, string criterion)
    {
        if (ResponseName != other.ResponseName)
        {
            return new IncomparableFitsException(
                IncomparableFits.Response,
                $"The fits cannot be compared by {criterion}: their responses differ, {ResponseName} and {other.ResponseName}. Fit both models to the same response.");
        }

        string what = RowCount == other.RowCount
            ? FormattableString.Invariant($"both used {RowCount} rows, but the values of {ResponseName} or the weights differ")
            : FormattableString.Invariant($"one used {RowCount} rows and the other {other.RowCount}");
        return new IncomparableFitsException(
            IncomparableFits.Rows,
            $"The fits cannot be compared by {criterion}: {what}. Fit both to the same rows; if rows with missing values were left out, leave out the rows that lack any column of either model.");
    }

    /// <summary>Orders in which the rows of both fits, which are comparable, are the same; null if that cannot be told.</summary>
    public (int[] First, int[] Second)? Align(Comparability other)
    {
        try
        {
            return HasRows && other.HasRows ? Aligned(other, "") : null;
        }
        catch (IncomparableFitsException)
        {
            return null;
        }
    }

    /// <summary>The log ratio of volumes if spaces and offsets are equal; null if they are not.</summary>
    private double? SpanRatio(Comparability other, string criterion)
    {
        (int[] order, int[] otherOrder) = Aligned(other, criterion);
        for (int i = 0; i < order.Length; i++)
        {
            if ((offset?[order[i]] ?? 0) != (other.offset?[otherOrder[i]] ?? 0))
            {
                return null;
            }
        }

        return ColumnSpace.LogVolumeRatio(Permuted(FixedColumns(), order), Permuted(other.FixedColumns(), otherOrder));
    }

    /// <summary>Orders in which the rows of both fits are the same: the given orders, or those sorted by the response if its values are distinct.</summary>
    private (int[] First, int[] Second) Aligned(Comparability other, string criterion)
    {
        int[] first = [.. Enumerable.Range(0, response.Length)];
        int[] second = [.. first];
        if (response.AsSpan().SequenceEqual(other.response) && (weights ?? []).AsSpan().SequenceEqual(other.weights ?? []))
        {
            return (first, second);
        }

        Array.Sort([.. response], first);
        Array.Sort([.. other.response], second);
        for (int i = 1; i < first.Length; i++)
        {
            if (response[first[i]] == response[first[i - 1]])
            {
                throw new IncomparableFitsException(
                    IncomparableFits.FixedEffects,
                    $"The fits cannot be compared by {criterion}: both were made by REML with differently written fixed effects and the rows in different orders, and equal values of {ResponseName} make it impossible to match the rows. Give both models the rows in the same order, or refit both by ML.");
            }
        }

        return (first, second);
    }

    private double[][] FixedColumns() => [.. kept.Select(k => matrices.FixedColumns[k])];

    private double[] Zeros() => new double[response.Length];

    private static double[][] Permuted(double[][] columns, int[] order) =>
        [.. columns.Select(c => order.Select(i => c[i]).ToArray())];

    private static string Listed(ImmutableArray<string> names) =>
        names.Length <= 8 ? string.Join(", ", names) : string.Join(", ", names.Take(8)) + ", ...";
}
