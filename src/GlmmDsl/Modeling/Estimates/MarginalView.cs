using System.ComponentModel;
using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>The marginal means of a typed model, or the slopes of one of its columns. Typed models derive from it and add a property for each factor, and for cells of two factors.</summary>
/// <typeparam name="TValues">The model's reference values.</typeparam>
/// <param name="source">Where the estimates come from.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class MarginalView<TValues>(MarginalSource source)
    where TValues : TypedReferenceValues
{
    /// <summary>The mean over all factors alike, or the mean slope.</summary>
    public MarginalEstimate Overall => Source.Of(null, null)[0];

    /// <summary>Where the estimates come from.</summary>
    protected MarginalSource Source { get; } = source;

    /// <summary>The table of the overall estimate.</summary>
    public override string ToString() => Source.Of(null, null).ToString();

    /// <summary>The estimates by the levels of a factor.</summary>
    /// <typeparam name="TKey">The type of the levels.</typeparam>
    /// <param name="of">The factor.</param>
    /// <param name="text">Gives the text of a level.</param>
    protected MarginalsBy<TKey, TValues> By<TKey>(string of, Func<TKey, string> text) => new(Source, of, text);

    /// <summary>The estimates by the cells of two factors, compared within the levels of the second.</summary>
    /// <typeparam name="TKey">The type of the levels of the first.</typeparam>
    /// <typeparam name="TBy">The type of the levels of the second.</typeparam>
    /// <param name="of">The first factor.</param>
    /// <param name="text">Gives the text of its levels.</param>
    /// <param name="by">The second factor.</param>
    /// <param name="byText">Gives the text of its levels.</param>
    protected MarginalsBy<TKey, TBy, TValues> By<TKey, TBy>(string of, Func<TKey, string> text, string by, Func<TBy, string> byText) => new(Source, of, text, by, byText);
}

/// <summary>The slopes of a typed model. Typed models derive from it and add a property for each numeric column.</summary>
/// <param name="tests">The tests by whose method estimates are made.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SlopeView(FixedEffectsTests tests)
{
    /// <summary>Where the slopes of a column come from.</summary>
    protected MarginalSource Of(string column) => new(tests, column);
}
