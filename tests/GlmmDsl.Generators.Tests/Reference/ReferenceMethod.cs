using System.Globalization;
using System.Text.Json;

namespace GlmmDsl.Generators.Tests.Reference;

/// <summary>How a reference case was fitted.</summary>
/// <param name="Options">The options of the run-time path; weights are the case's own.</param>
/// <param name="Call">The typed method with its arguments after the rows: <c>FitQuadrature({0}, 9)</c>.</param>
internal sealed record ReferenceMethod(FitOptions Options, string Call)
{
    /// <summary>Whether the model has a family and a link.</summary>
    public bool IsGeneralized => Options.Family != Family.Gaussian;

    /// <summary>The call on rows.</summary>
    public string On(string rows) => Call.Replace("{0}", rows, StringComparison.Ordinal);

    /// <summary>The method of a case; null for cases that neither path fits.</summary>
    public static ReferenceMethod? Read(JsonElement root)
    {
        string kind = Text(root, "kind");
        if (kind == "lmer")
        {
            bool isMl = Text(root, "method") == "ML";
            return new ReferenceMethod(new FitOptions { Method = isMl ? FitMethod.Ml : FitMethod.Reml }, isMl ? "FitMl({0})" : "FitReml({0})");
        }

        return kind is "glmer" or "glmmTMB" && Enum.TryParse(Text(root, "family"), ignoreCase: true, out Family family) && family != Family.Gaussian
            ? Generalized(family, Enum.Parse<Link>(Text(root, "link"), ignoreCase: true), kind == "glmer" ? Information.Expected : Information.Observed, Text(root, "method"))
            : null;
    }

    private static ReferenceMethod Generalized(Family family, Link link, Information information, string method)
    {
        var options = new FitOptions { Family = family, Link = link, Information = information, WeightKind = WeightKind.Trials };
        return method switch
        {
            ['A', 'G', 'Q', '-', .. var nodes] => new ReferenceMethod(
                options with { Approximation = Approximation.Quadrature, QuadratureNodes = int.Parse(nodes, CultureInfo.InvariantCulture) }, $"FitQuadrature({{0}}, new() {{ Nodes = {nodes}, Information = Information.{information} }})"),
            "nAGQ0" => new ReferenceMethod(options with { Approximation = Approximation.Fast }, $"FitFast({{0}}, new() {{ Information = Information.{information} }})"),
            _ => new ReferenceMethod(options, $"FitLaplace({{0}}, new() {{ Information = Information.{information} }})"),
        };
    }

    private static string Text(JsonElement root, string property) => root.GetProperty(property).GetString()!;
}
