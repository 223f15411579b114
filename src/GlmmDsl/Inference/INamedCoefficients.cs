using System.Diagnostics.CodeAnalysis;

namespace GlmmDsl.Inference;

/// <summary>Coefficients in order and by R's name: the model's own, or others for the same columns.</summary>
internal interface INamedCoefficients : IReadOnlyList<Coefficient>
{
    /// <summary>A coefficient by R's name.</summary>
    /// <exception cref="KeyNotFoundException">No such coefficient; the message gives the nearest name.</exception>
    Coefficient this[string name] { get; }

    /// <summary>Finds a coefficient by R's name.</summary>
    bool TryGet(string name, [NotNullWhen(true)] out Coefficient? coefficient);
}
