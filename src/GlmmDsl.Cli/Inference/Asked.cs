namespace GlmmDsl.Cli.Inference;

/// <summary>Turns what a fit refuses into an error of the input.</summary>
internal static class Asked
{
    /// <summary>Asks a fit for a result.</summary>
    /// <exception cref="InputException">The fit has no such result: there is no parameter of that name, or the model is of another kind.</exception>
    public static T Of<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception refused) when (refused is InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new InputException(refused.Message);
        }
    }
}
