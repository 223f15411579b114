using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Inference.Means;

namespace GlmmDsl.Inference;

/// <content>Contrasts of the estimates, within each group of <c>by</c>.</content>
public sealed partial class MarginalEstimates
{
    /// <summary>All pairs, an earlier level less a later one.</summary>
    /// <param name="adjustment">How p values and intervals are adjusted.</param>
    public ContrastTests Pairs(Adjustment adjustment = Adjustment.Tukey) => Make(ContrastWeights.Pairs, adjustment);

    /// <summary>Each level less a control.</summary>
    /// <param name="control">The control's level; of several factors the levels with blanks between, as contrasts name them.</param>
    /// <param name="adjustment">How p values and intervals are adjusted; Dunnett's test by its own distribution.</param>
    /// <exception cref="KeyNotFoundException">No such level.</exception>
    public ContrastTests Against(string control, Adjustment adjustment = Adjustment.Dunnett)
    {
        ArgumentNullException.ThrowIfNull(control);
        return Make(
            labels =>
            {
                int place = labels.IndexOf(control);
                place = place < 0 && cells.Request.Of is [var factor] ? labels.IndexOf(factor + control) : place;
                return place >= 0 ? ContrastWeights.Against(labels, place) : throw new KeyNotFoundException($"There is no level {ValueText.Quote(control)} to compare with; there are {ValueText.QuoteFew(labels)}.");
            },
            adjustment);
    }

    /// <summary>Each level less the one before it.</summary>
    /// <param name="adjustment">How p values and intervals are adjusted.</param>
    public ContrastTests Consecutive(Adjustment adjustment = Adjustment.MultivariateT) => Make(ContrastWeights.Consecutive, adjustment);

    /// <summary>Orthogonal polynomials over the levels, as if these were equally spaced: linear, quadratic, up to the sixth degree, in whole numbers.</summary>
    /// <param name="adjustment">How p values and intervals are adjusted.</param>
    public ContrastTests Polynomial(Adjustment adjustment = Adjustment.None) => Make(ContrastWeights.Polynomial, adjustment);

    /// <summary>Contrasts of one's own.</summary>
    /// <param name="adjustment">How p values and intervals are adjusted.</param>
    /// <param name="contrasts">Names and weights: one for each estimate of a group, in order.</param>
    /// <exception cref="ArgumentException">Another number of weights, or one that is not finite.</exception>
    public ContrastTests Contrasts(Adjustment adjustment, params ReadOnlySpan<(string Name, double[] Weights)> contrasts)
    {
        (string Name, double[] Weights)[] own = contrasts.ToArray();
        return Make(labels => own.Select(c => Own(c.Name, c.Weights, labels)), adjustment);
    }

    /// <summary>Contrasts of one's own, not adjusted.</summary>
    /// <inheritdoc cref="Contrasts(Adjustment, ReadOnlySpan{ValueTuple{string, double[]}})"/>
    public ContrastTests Contrasts(params ReadOnlySpan<(string Name, double[] Weights)> contrasts) => Contrasts(Adjustment.None, contrasts);

    private static ContrastWeights Own(string name, double[] weights, ImmutableArray<string> labels)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.Length != labels.Length
            ? throw new ArgumentException(FormattableString.Invariant($"The contrast '{name}' has {weights.Length} weights, and there are {labels.Length} estimates to compare: {string.Join(", ", labels)}."), nameof(weights))
            : weights.Any(w => !double.IsFinite(w)) ? throw new ArgumentException($"The weights of the contrast '{name}' must be finite numbers.", nameof(weights))
            : new ContrastWeights(name, [.. weights]);
    }

    private ContrastTests Make(Func<ImmutableArray<string>, IEnumerable<ContrastWeights>> contrasts, Adjustment adjustment) =>
        new(ContrastSet.Of(cells, contrasts), adjustment);
}
