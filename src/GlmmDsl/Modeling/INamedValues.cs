using System.Diagnostics.CodeAnalysis;

namespace GlmmDsl.Modeling;

/// <summary>Values of a fit that are found by R's names.</summary>
/// <typeparam name="TValue">The type of the values.</typeparam>
public interface INamedValues<TValue>
{
    /// <summary>R's names of the values, in order.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The value of a name, if there is one.</summary>
    bool TryGet(string name, [MaybeNullWhen(false)] out TValue value);
}
