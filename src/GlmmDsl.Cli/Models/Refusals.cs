namespace GlmmDsl.Cli.Models;

/// <summary>What a fit refuses, because it has no such result or no such parameter, is bad input here.</summary>
internal static class Refusals
{
    /// <summary>Computes a result of a fit.</summary>
    /// <exception cref="InputException">The fit does not have it; the message says why.</exception>
    public static T AsInput<T>(Func<T> compute)
    {
        try
        {
            return compute();
        }
        catch (ArgumentException refused)
        {
            // The name of a parameter of the library means nothing to those who gave an option.
            throw new InputException(refused.ParamName is { } name ? refused.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : refused.Message);
        }
        catch (Exception refused) when (refused is KeyNotFoundException || refused.GetType() == typeof(InvalidOperationException))
        {
            throw new InputException(refused.Message);
        }
    }
}
