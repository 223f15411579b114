using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using GlmmDsl.Fits;

namespace GlmmDsl.Inference;

/// <summary>Results of one kind in order and by name: tests of coefficients, of terms, intervals of parameters. Immutable.</summary>
/// <typeparam name="T">One result.</typeparam>
public sealed class NamedResults<T> : INamedResults<T>
{
    private readonly ImmutableArray<T> results;
    private readonly NameLookup lookup;
    private readonly Func<NamedResults<T>, string> print;
    private readonly Func<string, T>? absent;

    /// <summary>Joins results with their names.</summary>
    /// <param name="what">What one is, for errors: "coefficient".</param>
    /// <param name="named">The results with their names, in order.</param>
    /// <param name="print">Prints them.</param>
    /// <param name="absent">What stands for a column that a typed model knows and the data do not have; null where nothing does.</param>
    internal NamedResults(string what, IEnumerable<KeyValuePair<string, T>> named, Func<NamedResults<T>, string> print, Func<string, T>? absent = null)
    {
        KeyValuePair<string, T>[] all = [.. named];
        Names = [.. all.Select(n => n.Key)];
        results = [.. all.Select(n => n.Value)];
        lookup = new NameLookup(what, Names);
        this.print = print;
        this.absent = absent;
    }

    /// <summary>The names, in order: those of R.</summary>
    public ImmutableArray<string> Names { get; }

    /// <inheritdoc/>
    public int Count => results.Length;

    /// <summary>A result by its place.</summary>
    public T this[int index] => results[index];

    /// <summary>A result by R's name.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message gives the nearest name.</exception>
    public T this[string name] => results[lookup.IndexOf(name)];

    /// <summary>Finds a result by R's name.</summary>
    public bool TryGet(string name, [MaybeNullWhen(false)] out T result)
    {
        int? index = lookup.Find(name);
        result = index is int at ? results[at] : default;
        return index is not null;
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)results).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    T INamedResults<T>.Absent(string name) => absent is null ? this[name] : absent(name);

    /// <summary>The table of the results.</summary>
    public override string ToString() => print(this);
}
