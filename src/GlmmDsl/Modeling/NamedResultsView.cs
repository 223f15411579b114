using System.Collections;
using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>Results for the coefficients or terms of a typed model: by R's name and in order. Typed models derive from it and add properties.</summary>
/// <typeparam name="T">One result: a coefficient, a test, an interval.</typeparam>
/// <param name="results">The results.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class NamedResultsView<T>(INamedResults<T> results) : INamedResults<T>, INamedValues<T>
{
    /// <summary>How many there are.</summary>
    public int Count => results.Count;

    ImmutableArray<string> INamedResults<T>.Names => results.Names;

    IReadOnlyList<string> INamedValues<T>.Names => results.Names;

    /// <summary>A result by its index.</summary>
    public T this[int index] => results[index];

    /// <summary>A result by R's name, <c>Week:ArmDrug</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message gives the nearest name.</exception>
    public T this[string name] => results[name];

    /// <summary>Finds a result by R's name.</summary>
    public bool TryGet(string name, [MaybeNullWhen(false)] out T result) => results.TryGet(name, out result);

    /// <summary>The table of the results.</summary>
    public override string ToString() => results.ToString() ?? "";

    /// <summary>The results in order.</summary>
    public IEnumerator<T> GetEnumerator() => results.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    T INamedResults<T>.Absent(string name) => results.Absent(name);

    /// <summary>
    /// The result for a column known at compile time. The data may lack its level, or the level may have become the reference: then a coefficient is
    /// aliased, and a number of another result NaN.
    /// </summary>
    protected T Find(string name) => results.TryGet(name, out T? result) ? result : results.Absent(name);
}
