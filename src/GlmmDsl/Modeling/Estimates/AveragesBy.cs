using System.Collections;
using System.Diagnostics.CodeAnalysis;
using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>Averages of a typed model over the observed rows by the levels of a factor, or comparisons of its levels with the first.</summary>
/// <typeparam name="TKey">The type of the levels.</typeparam>
public sealed class AveragesBy<TKey> : IEnumerable<AverageEstimate>
{
    private readonly Func<TKey, Func<AverageEstimate, bool>> isOf;

    internal AveragesBy(AverageEstimates result, Func<TKey, Func<AverageEstimate, bool>> isOf) => (Result, this.isOf) = (result, isOf);

    /// <summary>The averages without types.</summary>
    public AverageEstimates Result { get; }

    /// <summary>The number of averages.</summary>
    public int Count => Result.Count;

    /// <summary>The average of a level.</summary>
    /// <exception cref="KeyNotFoundException">The data have no such level, or it is the first, with which the others are compared.</exception>
    public AverageEstimate this[TKey level] => TryGet(level, out AverageEstimate? estimate) ? estimate : throw new KeyNotFoundException($"There is no average of {level}. There are {string.Join("; ", Result)}.");

    /// <summary>The average of a level, if there is one.</summary>
    public bool TryGet(TKey level, [NotNullWhen(true)] out AverageEstimate? estimate) => (estimate = Result.FirstOrDefault(isOf(level))) is not null;

    /// <summary>The averages in order.</summary>
    public IEnumerator<AverageEstimate> GetEnumerator() => Result.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc cref="AverageEstimates.ToJson()"/>
    public string ToJson() => Result.ToJson();

    /// <summary>The table of the averages with 95 % intervals.</summary>
    public override string ToString() => Result.ToString();
}
