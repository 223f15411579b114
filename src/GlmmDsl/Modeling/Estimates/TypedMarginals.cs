using System.Collections;
using System.Collections.Immutable;
using System.ComponentModel;
using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>Marginal means or slopes of a typed model by the levels of factors, computed when first needed.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TypedMarginals : IEnumerable<MarginalEstimate>
{
    private readonly Lazy<MarginalEstimates> result;

    private protected TypedMarginals(Func<MarginalEstimates> make) => result = new(make);

    /// <summary>The estimates without types: by the texts of levels.</summary>
    public MarginalEstimates Result => result.Value;

    /// <summary>The number of estimates.</summary>
    public int Count => Result.Count;

    /// <inheritdoc cref="MarginalEstimates.AveragedOver"/>
    public ImmutableArray<string> AveragedOver => Result.AveragedOver;

    /// <inheritdoc cref="MarginalEstimates.IsInInteraction"/>
    public bool IsInInteraction => Result.IsInInteraction;

    /// <inheritdoc cref="MarginalEstimates.IsOnResponseScale"/>
    public bool IsOnResponseScale => Result.IsOnResponseScale;

    /// <summary>The estimates in order, the first factor varying fastest.</summary>
    public IEnumerator<MarginalEstimate> GetEnumerator() => Result.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc cref="MarginalEstimates.ToJson"/>
    public string ToJson() => Result.ToJson();

    /// <summary>The table as R's emmeans prints it, with 95 % intervals.</summary>
    public override string ToString() => Result.ToString();

    /// <summary>The table as R's emmeans prints it.</summary>
    /// <param name="level">The level of the intervals.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public string ToString(double level) => Result.ToString(level);

    /// <summary>The estimate at levels; null where there is none.</summary>
    private protected MarginalEstimate? Find(params string[] levels) => Result.FirstOrDefault(e => e.Cell.Levels.AsSpan().SequenceEqual(levels));
}
