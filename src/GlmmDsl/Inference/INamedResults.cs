using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace GlmmDsl.Inference;

/// <summary>Results of one kind in order and by R's names: coefficients, tests of them, intervals, distributions.</summary>
/// <typeparam name="T">One result.</typeparam>
public interface INamedResults<T> : IReadOnlyList<T>
{
    /// <summary>R's names of the results, in order.</summary>
    ImmutableArray<string> Names { get; }

    /// <summary>A result by R's name.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message gives the nearest name.</exception>
    T this[string name] { get; }

    /// <summary>Finds a result by R's name.</summary>
    bool TryGet(string name, [MaybeNullWhen(false)] out T result);

    /// <summary>
    /// What a typed model's property gives where the data have no such column: they may lack a level that the model knows at build, or it may have become the
    /// reference.
    /// </summary>
    /// <exception cref="KeyNotFoundException">Results of this kind have nothing to stand for it.</exception>
    internal T Absent(string name) => this[name];
}
