namespace GlmmDsl;

/// <summary>Refuses options with invalid values: null, and enum values without a name.</summary>
internal static class FitOptionsCheck
{
    /// <summary>Refuses them.</summary>
    /// <exception cref="ArgumentException">An option without a meaning; it is named.</exception>
    public static void Refuse(FitOptions options)
    {
        RequireNamed(options.Method, nameof(options.Method));
        RequireNamed(options.Family, nameof(options.Family));
        if (options.ResponseFamily is { } own && options.Family is not (Family.Custom or default(Family)))
        {
            throw new ArgumentException($"The options name two families, {options.Family} and '{own.Name}': leave Family out.", nameof(options));
        }

        if (options.ResponseFamily is null && options.Family == Family.Custom)
        {
            throw new ArgumentException("The options ask for a family of your own and do not say which: set ResponseFamily.", nameof(options));
        }

        RequireNamed(options.Link, nameof(options.Link));
        RequireNamed(options.Approximation, nameof(options.Approximation));
        RequireNamed(options.Information ?? Information.Observed, nameof(options.Information));
        RequireNamed(options.Missing, nameof(options.Missing));
        RequireNamed(options.WeightKind, nameof(options.WeightKind));
        if (options.Functions is null || options.Functions.Any(f => f.Key.Name is null || f.Value is null))
        {
            throw new ArgumentException("The functions of a fit's options, their names and their bodies must not be null.", nameof(options));
        }

        if (options.Notices is null)
        {
            throw new ArgumentException("The notice policy of a fit's options must not be null: NoticePolicy.Default reports all notices.", nameof(options));
        }
    }

    private static void RequireNamed<T>(T value, string option)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentException($"The option {option} is {value}, which is not a {typeof(T).Name}; it must be one of {string.Join(", ", Enum.GetNames<T>())}.", nameof(option));
        }
    }
}
