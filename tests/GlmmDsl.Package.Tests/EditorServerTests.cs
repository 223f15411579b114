using System.Text.Json.Nodes;

namespace GlmmDsl.Package.Tests;

/// <summary>What the package gives an editor, in a language server that editors use.</summary>
[Collection(nameof(PackageFeed))]
public sealed class EditorServerTests(PackageFeed feed)
{
    private const string Program = """
        using GlmmDsl;

        var fit = SleepStudy.FitReml(Array.Empty<Reading>());
        Console.WriteLine(fit.Coefficients["Days"].Estimate - fit.Coefficients.Days.Estimate);

        public enum Dose { None, Low }

        /// <summary>A reading.</summary>
        /// <param name="Reaction">Mean reaction time, in ms.</param>
        /// <param name="Days">Days of sleep deprivation.</param>
        public sealed record Reading(double Reaction, double Days, Dose Dose, int Subject);

        [LinearMixedModel<Reading>("Reaction ~ Days + (Days | Subject)")]
        public sealed partial class SleepStudy;
        """;

    [EditorServerFact]
    public async Task A_language_server_completes_formulas_and_shows_models_from_the_package()
    {
        string folder = PackageTests.Project(feed, "editor", Program);
        (int code, string output) = PackageFeed.Dotnet(folder, "build -v q --nologo");
        Assert.True(code == 0, output);
        using EditorServer server = await EditorServer.OpenAsync(folder, "Program.cs");

        IReadOnlyList<JsonNode> terms = await server.CompleteBehindAsync("\"Reaction ~ ");
        Assert.Equal(["Days", "Dose", "Subject"], Labels(terms).Take(3));
        Assert.Contains("poly", Labels(terms));
        JsonNode days = await server.ResolveAsync(terms[0]);
        Assert.Equal("double Days", days["detail"]!.GetValue<string>());
        Assert.Equal("Days of sleep deprivation.", days["documentation"]!["value"]!.GetValue<string>());

        Assert.Equal(["Dose", "Subject", "factor", "as.factor"], Labels(await server.CompleteBehindAsync("(Days | ")));
        Assert.Equal(["(Intercept)", "Days"], Labels(await server.CompleteBehindAsync("Coefficients[\"")));

        string model = await server.HoverBehindAsync("partial class Sleep");
        Assert.Contains("Reaction ~ 1 + Days + (1 + Days | Subject)", model, StringComparison.Ordinal);
        Assert.Contains("y = Xβ + Zb + ε", model, StringComparison.Ordinal);
        Assert.Contains("Parameters: 6", model, StringComparison.Ordinal);
        Assert.Contains(": per Days.", await server.HoverBehindAsync("Coefficients.Da"), StringComparison.Ordinal);

        server.Type("\"Reaction ~ Days", "\"Reaction ~ I(Dose == ) + Days");
        Assert.Equal(["'None'", "'Low'"], Labels(await server.CompleteBehindAsync("I(Dose == ")));

        // Code that is being written, with mistakes around: the rules see the formula, and a column that it names by nameof is renamed in it.
        server.Type("I(Dose == ) + Days", "Dyas + {nameof(Reading.Days)}");
        server.Type("<Reading>(\"", "<Reading>($\"");
        server.Type("var fit", "if (x { foo(; var fit");
        Assert.Equal([("GLMM102", "Dyas")], (await server.DiagnosticsAsync()).Where(d => d.Rule == "GLMM102"));
        Assert.Equal(["Dose", "Subject", "factor", "as.factor"], Labels(await server.CompleteBehindAsync("(Days | ")));
        string renamed = await server.RenameBehindAsync("double Reaction, double Da", "Day");
        Assert.Contains("record Reading(double Reaction, double Day, Dose Dose, int Subject);", renamed, StringComparison.Ordinal);
        Assert.Contains("Dyas + {nameof(Reading.Day)} + (Days | Subject)", renamed, StringComparison.Ordinal);
        Assert.Contains("<param name=\"Day\">", renamed, StringComparison.Ordinal);
    }

    private static string[] Labels(IEnumerable<JsonNode> items) => [.. items.Select(item => item["label"]!.GetValue<string>())];
}
