using System.Collections;
using System.ComponentModel;
using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>Tests of contrasts of a typed model's marginal means or slopes.</summary>
/// <param name="result">The tests.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TypedContrasts(ContrastTests result) : IEnumerable<ContrastTest>
{
    /// <summary>The tests without types: by the texts of levels.</summary>
    public ContrastTests Result { get; } = result;

    /// <inheritdoc cref="ContrastTests.Adjustment"/>
    public Adjustment Adjustment => Result.Adjustment;

    /// <inheritdoc cref="ContrastTests.AreRatios"/>
    public bool AreRatios => Result.AreRatios;

    /// <summary>The number of tests.</summary>
    public int Count => Result.Count;

    /// <summary>The tests in order.</summary>
    public IEnumerator<ContrastTest> GetEnumerator() => Result.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc cref="ContrastTests.ToJson"/>
    public string ToJson() => Result.ToJson();

    /// <summary>The table of estimates and p values as R's emmeans prints it.</summary>
    public override string ToString() => Result.ToString();

    /// <summary>The table of estimates and intervals.</summary>
    /// <param name="level">The level of the intervals.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public string ToString(double level) => Result.ToString(level);
}

/// <summary>Tests of contrasts of the levels of one factor.</summary>
/// <typeparam name="TKey">The type of the levels.</typeparam>
public sealed class ContrastsBy<TKey> : TypedContrasts
{
    private readonly Func<TKey, string> text;

    internal ContrastsBy(ContrastTests result, Func<TKey, string> text)
        : base(result) => this.text = text;

    /// <summary>The test of one level against another, from whichever side it was made: the estimate is the first less the second, or their ratio.</summary>
    /// <exception cref="KeyNotFoundException">The two are not compared.</exception>
    public ContrastTest this[TKey first, TKey second] => Result[text(first), text(second)];

    /// <summary>A test by its name: <c>linear</c>, or that of a contrast of one's own.</summary>
    /// <exception cref="KeyNotFoundException">No such contrast.</exception>
    public ContrastTest Named(string name) => Result.Named(name);

    /// <summary>The same contrasts with another adjustment.</summary>
    /// <param name="adjustment">The adjustment.</param>
    public ContrastsBy<TKey> Adjusted(Adjustment adjustment) => new(Result.Adjusted(adjustment), text);
}

/// <summary>Tests of contrasts of the levels of one factor, within the levels of another.</summary>
/// <typeparam name="TKey">The type of the levels compared.</typeparam>
/// <typeparam name="TBy">The type of the levels within which they are compared.</typeparam>
public sealed class ContrastsBy<TKey, TBy> : TypedContrasts
{
    private readonly Func<TKey, string> text;
    private readonly Func<TBy, string> byText;

    internal ContrastsBy(ContrastTests result, Func<TKey, string> text, Func<TBy, string> byText)
        : base(result) => (this.text, this.byText) = (text, byText);

    /// <summary>The test of one level against another within a level of the second factor, from whichever side it was made.</summary>
    /// <exception cref="KeyNotFoundException">The two are not compared.</exception>
    public ContrastTest this[TKey first, TKey second, TBy by] => Result[text(first), text(second), byText(by)];

    /// <summary>A test by its name: <c>linear</c>, or that of a contrast of one's own.</summary>
    /// <exception cref="KeyNotFoundException">No such contrast.</exception>
    public ContrastTest Named(string name, TBy by) => Result.Named(name, byText(by));

    /// <summary>The same contrasts with another adjustment.</summary>
    /// <param name="adjustment">The adjustment.</param>
    public ContrastsBy<TKey, TBy> Adjusted(Adjustment adjustment) => new(Result.Adjusted(adjustment), text, byText);
}
