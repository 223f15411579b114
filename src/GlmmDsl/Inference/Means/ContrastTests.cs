using System.Collections;
using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Inference.Means;
using GlmmDsl.Inference.MultipleComparisons;

namespace GlmmDsl.Inference;

/// <summary>
/// Tests of contrasts of marginal means or slopes, as R's emmeans gives them: each group of <c>by</c> is a family, whose p values and intervals are adjusted together; each contrast has its own
/// degrees of freedom. Immutable and safe to use from several threads.
/// </summary>
public sealed partial class ContrastTests : IReadOnlyList<ContrastTest>
{
    private readonly ContrastSet contrasts;
    private readonly ContrastFamily? family;
    private readonly ImmutableArray<ContrastTest> tests;

    internal ContrastTests(ContrastSet contrasts, Adjustment adjustment)
    {
        if (!Enum.IsDefined(adjustment))
        {
            throw new ArgumentOutOfRangeException(nameof(adjustment), adjustment, "There is no such adjustment.");
        }

        this.contrasts = contrasts;
        IsTukeyReplaced = adjustment == Adjustment.Tukey && !contrasts.AreAllPairs;
        Adjustment = IsTukeyReplaced ? Adjustment.Sidak : adjustment;
        tests = contrasts.Tests(Adjustment, out family);
    }

    /// <summary>How p values and intervals are adjusted: by Šidák where Tukey's method was asked for and the contrasts are not all pairs, whose range it is; emmeans does the same.</summary>
    public Adjustment Adjustment { get; }

    /// <summary>Whether Tukey's method was asked for and does not apply.</summary>
    internal bool IsTukeyReplaced { get; }

    /// <summary>Whether estimates are ratios: of a model with log or logit link, on the scale of the response.</summary>
    public bool AreRatios => contrasts.IsRatio;

    /// <inheritdoc/>
    public int Count => tests.Length;

    /// <summary>A test by its place.</summary>
    public ContrastTest this[int index] => tests[index];

    /// <summary>A test by its name.</summary>
    /// <param name="name">The name, <c>Drug - Placebo</c>, <c>linear</c>.</param>
    /// <param name="by">The levels of the factors of <c>by</c>, in order.</param>
    /// <exception cref="KeyNotFoundException">No such contrast.</exception>
    public ContrastTest Named(string name, params ReadOnlySpan<string> by)
    {
        string[] levels = by.ToArray();
        return tests.FirstOrDefault(t => t.Name == name && t.By.Levels.AsSpan().SequenceEqual(levels)) ?? throw Missing(name, levels);
    }

    /// <summary>The test of one mean against another, from whichever side it was made: the estimate is the first less the second, or their ratio.</summary>
    /// <param name="first">The label of one: its level, or its levels with blanks between.</param>
    /// <param name="second">The label of the other.</param>
    /// <param name="by">The levels of the factors of <c>by</c>, in order.</param>
    /// <exception cref="KeyNotFoundException">The two are not compared.</exception>
    public ContrastTest this[string first, string second, params ReadOnlySpan<string> by]
    {
        get
        {
            string[] levels = by.ToArray();
            bool Is(string? label, string wanted) => label is not null && (label == wanted || (contrasts.Request.Of is [var factor] && label == factor + wanted));
            return tests.FirstOrDefault(t => Is(t.First, first) && Is(t.Second, second) && t.By.Levels.AsSpan().SequenceEqual(levels))
                ?? tests.FirstOrDefault(t => Is(t.First, second) && Is(t.Second, first) && t.By.Levels.AsSpan().SequenceEqual(levels))?.Reversed()
                ?? throw Missing($"{first} - {second}", levels);
        }
    }

    /// <summary>The same contrasts with another adjustment.</summary>
    /// <param name="adjustment">The adjustment.</param>
    public ContrastTests Adjusted(Adjustment adjustment) => new(contrasts, adjustment);

    /// <inheritdoc/>
    public IEnumerator<ContrastTest> GetEnumerator() => ((IEnumerable<ContrastTest>)tests).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private KeyNotFoundException Missing(string name, string[] by) => new(
        $"There is no contrast {ValueText.Quote(name)}{(by.Length > 0 ? " at " + ValueText.QuoteFew(by) : "")}; there are {ValueText.QuoteFew([.. tests.Select(t => t.By.Count > 0 ? $"{t.Name} ({t.By})" : t.Name)])}.");
}
