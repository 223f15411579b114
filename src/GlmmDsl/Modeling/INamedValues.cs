using System.Diagnostics.CodeAnalysis;

namespace GlmmDsl.Modeling;

/// <summary>Values of a fit that are found by R's names.</summary>
/// <typeparam name="TValue">What is found.</typeparam>
public interface INamedValues<TValue>
{
    /// <summary>R's names of the values there are, in order.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The value of a name, if there is one.</summary>
    bool TryGet(string name, [MaybeNullWhen(false)] out TValue value);
}
