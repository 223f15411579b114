namespace GlmmDsl.Design;

/// <summary>Cuts values for messages, so that an error never carries a whole row of data.</summary>
internal static class Shorten
{
    private const int Limit = 40;

    /// <summary>The value, or its first 40 characters.</summary>
    public static string Value(string value) => value.Length <= Limit ? value : value[..Limit] + "…";
}
