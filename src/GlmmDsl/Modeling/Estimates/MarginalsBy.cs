using System.Diagnostics.CodeAnalysis;
using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>Marginal means or slopes of a typed model by the levels of one factor.</summary>
/// <typeparam name="TKey">The type of the levels.</typeparam>
/// <typeparam name="TValues">The model's reference values.</typeparam>
public sealed class MarginalsBy<TKey, TValues> : TypedMarginals
    where TValues : TypedReferenceValues
{
    private readonly MarginalSource source;
    private readonly string of;
    private readonly Func<TKey, string> text;
    private readonly Func<MarginalEstimates, MarginalEstimates> change;

    internal MarginalsBy(MarginalSource source, string of, Func<TKey, string> text, Func<MarginalEstimates, MarginalEstimates>? change = null)
        : base(() => (change ?? Same)(source.Of(of, null))) =>
        (this.source, this.of, this.text, this.change) = (source, of, text, change ?? Same);

    /// <summary>The estimate at a level.</summary>
    /// <exception cref="KeyNotFoundException">The data have no such level.</exception>
    public MarginalEstimate this[TKey level] => Result[text(level)];

    /// <summary>The estimate at a level, if the data have it.</summary>
    public bool TryGet(TKey level, [NotNullWhen(true)] out MarginalEstimate? estimate) => (estimate = Find(text(level))) is not null;

    /// <summary>The same estimates at other values of columns: <c>At(new() { Week = 12 })</c>. A factor with a value has that level alone.</summary>
    /// <param name="values">The values; columns without one are as before.</param>
    /// <exception cref="ArgumentException">A level that the data do not have.</exception>
    public MarginalsBy<TKey, TValues> At(TValues values) => new(source.At(values), of, text, change);

    /// <inheritdoc cref="MarginalEstimates.Weighted"/>
    public MarginalsBy<TKey, TValues> Weighted(Weighting weighting) => Changed(m => m.Weighted(weighting));

    /// <inheritdoc cref="MarginalEstimates.OnResponse"/>
    public MarginalsBy<TKey, TValues> OnResponse() => Changed(m => m.OnResponse());

    /// <inheritdoc cref="MarginalEstimates.OfResponse"/>
    public MarginalsBy<TKey, TValues> OfResponse(RandomEffectsAre randomEffects, ComparisonKind comparison = ComparisonKind.Difference) => Changed(m => m.OfResponse(randomEffects, comparison));

    /// <inheritdoc cref="MarginalEstimates.Pairs"/>
    public ContrastsBy<TKey> Pairs(Adjustment adjustment = Adjustment.Tukey) => new(Result.Pairs(adjustment), text);

    /// <summary>Each level less a control.</summary>
    /// <param name="control">The control.</param>
    /// <param name="adjustment">How p values and intervals are adjusted; Dunnett's test by its own distribution.</param>
    /// <exception cref="KeyNotFoundException">The data have no such level.</exception>
    public ContrastsBy<TKey> Against(TKey control, Adjustment adjustment = Adjustment.Dunnett) => new(Result.Against(text(control), adjustment), text);

    /// <inheritdoc cref="MarginalEstimates.Consecutive"/>
    public ContrastsBy<TKey> Consecutive(Adjustment adjustment = Adjustment.MultivariateT) => new(Result.Consecutive(adjustment), text);

    /// <inheritdoc cref="MarginalEstimates.Polynomial"/>
    public ContrastsBy<TKey> Polynomial(Adjustment adjustment = Adjustment.None) => new(Result.Polynomial(adjustment), text);

    /// <inheritdoc cref="MarginalEstimates.Contrasts(Adjustment, ReadOnlySpan{ValueTuple{string, double[]}})"/>
    public ContrastsBy<TKey> Contrasts(Adjustment adjustment, params ReadOnlySpan<(string Name, double[] Weights)> contrasts) => new(Result.Contrasts(adjustment, contrasts), text);

    /// <inheritdoc cref="MarginalEstimates.Contrasts(ReadOnlySpan{ValueTuple{string, double[]}})"/>
    public ContrastsBy<TKey> Contrasts(params ReadOnlySpan<(string Name, double[] Weights)> contrasts) => Contrasts(Adjustment.None, contrasts);

    private static MarginalEstimates Same(MarginalEstimates estimates) => estimates;

    private MarginalsBy<TKey, TValues> Changed(Func<MarginalEstimates, MarginalEstimates> next) => new(source, of, text, m => next(change(m)));
}
