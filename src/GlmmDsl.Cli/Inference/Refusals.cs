namespace GlmmDsl.Cli.Inference;

/// <summary>What the library refuses of a fit, because the method is not defined for it, is bad input here.</summary>
internal static class Refusals
{
    /// <summary>Computes a result.</summary>
    /// <exception cref="InputException">The fit does not have it; the message says why.</exception>
    public static T AsInput<T>(Func<T> compute)
    {
        try
        {
            return compute();
        }
        catch (InvalidOperationException refused) when (refused.GetType() == typeof(InvalidOperationException))
        {
            throw new InputException(refused.Message);
        }
    }
}
