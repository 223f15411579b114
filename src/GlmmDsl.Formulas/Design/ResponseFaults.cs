using System.Globalization;

namespace GlmmDsl.Formulas;

/// <summary>
/// Messages about responses that a family cannot explain, the same at build and at run time. Sentences without a final full
/// stop.
/// </summary>
public static class ResponseFaults
{
    private const int MostLevels = 5;

    /// <summary>A factor as the response of a linear model.</summary>
    /// <param name="name">The response.</param>
    /// <param name="isOrdered">Whether its levels have an order: the codes of unordered levels are not amounts.</param>
    public static string FactorInLinearModel(string name, bool isOrdered)
    {
        string remedy = isOrdered
            ? $"if its levels are equal steps, as.numeric({name}) gives their codes 1, 2, .."
            : $"to model one level against the others, fit a binomial model of I({name} == \"level\")";
        return $"The response '{name}' is not numeric, and a linear model explains a number; {remedy}";
    }

    /// <summary>A binomial response that does not have two levels.</summary>
    /// <param name="name">The response.</param>
    /// <param name="levels">Its levels in order.</param>
    /// <exception cref="ArgumentNullException">The levels are null.</exception>
    public static string LevelsOfBinomial(string name, IReadOnlyList<string> levels)
    {
        Guard.NotNull(levels, nameof(levels));
        string named = string.Join(", ", levels.Take(MostLevels).Select(level => "'" + level + "'")) + (levels.Count > MostLevels ? " and others" : "");
        string count = levels.Count == 1 ? "one level" : levels.Count.ToString(CultureInfo.InvariantCulture) + " levels";
        return $"The response '{name}' has {count} ({named}), and a binomial response has two, failure first; model one level against the others, as I({name} == \"level\")";
    }

    /// <summary>A response of a cumulative model that is a number or a logical, whose values are no categories.</summary>
    /// <param name="name">The response.</param>
    public static string NumberInCumulative(string name) =>
        $"The response '{name}' is not a factor, and a cumulative model explains ordered categories; declare them in their order (--ordered {name} for numbers in order of value, --ordered {name}=low,mid,high, CsvOptions.Ordered, [Ordered] on an enum), or choose a family for numbers";

    /// <summary>A response of a cumulative model whose levels have no declared order.</summary>
    /// <param name="name">The response.</param>
    /// <param name="levels">Its levels.</param>
    /// <exception cref="ArgumentNullException">The levels are null.</exception>
    public static string UnorderedInCumulative(string name, IReadOnlyList<string> levels)
    {
        Guard.NotNull(levels, nameof(levels));
        string named = string.Join(",", levels.Take(MostLevels)) + (levels.Count > MostLevels ? ",.." : "");
        return $"The levels of the response '{name}' have no order, and a cumulative model explains ordered categories; declare them from the lowest to the highest (--ordered {name}={named}, CsvOptions.Ordered, [Ordered] on an enum)";
    }

    /// <summary>A binomial response that is a transform, and so neither 0 and 1 nor a proportion.</summary>
    /// <param name="name">The response.</param>
    public static string TransformInBinomial(string name) =>
        $"The response '{name}' is a transform, and a binomial response is 0 or 1, a logical, a factor with two levels, or cbind(successes, failures); write it untransformed; the link transforms its mean";
}
