using System.Diagnostics.CodeAnalysis;
using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>Marginal means or slopes of a typed model in the cells of two factors, compared within the levels of the second.</summary>
/// <typeparam name="TKey">The type of the levels of the first factor.</typeparam>
/// <typeparam name="TBy">The type of the levels of the second.</typeparam>
/// <typeparam name="TValues">The model's reference values.</typeparam>
public sealed class MarginalsBy<TKey, TBy, TValues> : TypedMarginals
    where TValues : TypedReferenceValues
{
    private readonly MarginalSource source;
    private readonly (string Of, string By) factors;
    private readonly Func<TKey, string> text;
    private readonly Func<TBy, string> byText;
    private readonly Func<MarginalEstimates, MarginalEstimates> change;

    internal MarginalsBy(MarginalSource source, string of, Func<TKey, string> text, string by, Func<TBy, string> byText, Func<MarginalEstimates, MarginalEstimates>? change = null)
        : base(() => (change ?? Same)(source.Of(of, by))) =>
        (this.source, factors, this.text, this.byText, this.change) = (source, (of, by), text, byText, change ?? Same);

    /// <summary>The estimate in a cell.</summary>
    /// <exception cref="KeyNotFoundException">The data have no such level.</exception>
    public MarginalEstimate this[TKey level, TBy by] => Result[text(level), byText(by)];

    /// <summary>The estimate in a cell, if the data have its levels.</summary>
    public bool TryGet(TKey level, TBy by, [NotNullWhen(true)] out MarginalEstimate? estimate) => (estimate = Find(text(level), byText(by))) is not null;

    /// <summary>The same estimates at other values of columns: <c>At(new() { Week = 12 })</c>. A factor with a value has that level alone.</summary>
    /// <param name="values">The values; columns without one are as before.</param>
    /// <exception cref="ArgumentException">A level that the data do not have.</exception>
    public MarginalsBy<TKey, TBy, TValues> At(TValues values) => new(source.At(values), factors.Of, text, factors.By, byText, change);

    /// <inheritdoc cref="MarginalEstimates.Weighted"/>
    public MarginalsBy<TKey, TBy, TValues> Weighted(Weighting weighting) => Changed(m => m.Weighted(weighting));

    /// <inheritdoc cref="MarginalEstimates.OnResponse"/>
    public MarginalsBy<TKey, TBy, TValues> OnResponse() => Changed(m => m.OnResponse());

    /// <inheritdoc cref="MarginalEstimates.OfResponse"/>
    public MarginalsBy<TKey, TBy, TValues> OfResponse(RandomEffectsAre randomEffects, ComparisonKind comparison = ComparisonKind.Difference) => Changed(m => m.OfResponse(randomEffects, comparison));

    /// <inheritdoc cref="MarginalEstimates.Pairs"/>
    public ContrastsBy<TKey, TBy> Pairs(Adjustment adjustment = Adjustment.Tukey) => new(Result.Pairs(adjustment), text, byText);

    /// <summary>Each level of the first factor less a control, within each level of the second.</summary>
    /// <param name="control">The control.</param>
    /// <param name="adjustment">How p values and intervals are adjusted; Dunnett's test by its own distribution.</param>
    /// <exception cref="KeyNotFoundException">The data have no such level.</exception>
    public ContrastsBy<TKey, TBy> Against(TKey control, Adjustment adjustment = Adjustment.Dunnett) => new(Result.Against(text(control), adjustment), text, byText);

    /// <inheritdoc cref="MarginalEstimates.Consecutive"/>
    public ContrastsBy<TKey, TBy> Consecutive(Adjustment adjustment = Adjustment.MultivariateT) => new(Result.Consecutive(adjustment), text, byText);

    /// <inheritdoc cref="MarginalEstimates.Polynomial"/>
    public ContrastsBy<TKey, TBy> Polynomial(Adjustment adjustment = Adjustment.None) => new(Result.Polynomial(adjustment), text, byText);

    /// <inheritdoc cref="MarginalEstimates.Contrasts(Adjustment, ReadOnlySpan{ValueTuple{string, double[]}})"/>
    public ContrastsBy<TKey, TBy> Contrasts(Adjustment adjustment, params ReadOnlySpan<(string Name, double[] Weights)> contrasts) => new(Result.Contrasts(adjustment, contrasts), text, byText);

    /// <inheritdoc cref="MarginalEstimates.Contrasts(ReadOnlySpan{ValueTuple{string, double[]}})"/>
    public ContrastsBy<TKey, TBy> Contrasts(params ReadOnlySpan<(string Name, double[] Weights)> contrasts) => Contrasts(Adjustment.None, contrasts);

    private static MarginalEstimates Same(MarginalEstimates estimates) => estimates;

    private MarginalsBy<TKey, TBy, TValues> Changed(Func<MarginalEstimates, MarginalEstimates> next) => new(source, factors.Of, text, factors.By, byText, m => next(change(m)));
}
