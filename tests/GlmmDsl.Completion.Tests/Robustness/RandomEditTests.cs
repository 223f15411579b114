using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using GlmmDsl.Analyzers.Tests.Harness;
using GlmmDsl.CodeFixes;
using GlmmDsl.Completion.Tests.Harness;
using GlmmDsl.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Xunit.Abstractions;

namespace GlmmDsl.Completion.Tests.Robustness;

/// <summary>
/// Random edits of a program, each followed by everything that an editor asks for: generator, rules, fixes, completion, refactorings. Nothing may throw or take
/// longer than a keystroke could bear by far. The number of edits is a few; <c>GLMM_RANDOM_EDITS</c> asks for more, and for those of the README's tour and of typed models,
/// <c>GLMM_RANDOM_SEED</c> for others.
/// </summary>
public sealed partial class RandomEditTests(ITestOutputHelper output)
{
    private const int Few = 4;
    private const int MostCarets = 24;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly int Asked = int.TryParse(Environment.GetEnvironmentVariable("GLMM_RANDOM_EDITS"), NumberStyles.None, CultureInfo.InvariantCulture, out int edits) ? edits : 0;
    private static readonly int FirstSeed = int.TryParse(Environment.GetEnvironmentVariable("GLMM_RANDOM_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out int seed) ? seed : 0;

    private static readonly string[] Scraps =
    [
        "\"", "(", ")", "[", "]", "{", "}", "|", "||", "~", "+", "*", ":", "/", "^", "-", ",", ";", " ", "\n", "'", "`", "\\", "$", "@", "\"\"\"", "<", ">", "=", "==", "!", "?", ".", "0", "1e9", "nameof(", "log(", "poly(",
        "Week", "Arm", "Patient", "\u00e9", "\ud83d", "\ude00", "// ", "/*", "#if X\n", "sealed ", "partial ", "class ", "record ", "null", "default", "Visit", "Trial", "fit.", "[LinearMixedModel<Visit>(\"", "I(", "factor(", "offset(", "\t", "(1 | ", "static ",
    ];

    // All edits fork one compilation, so that its references are read once.
    private static readonly CSharpCompilation Unedited = TestCompilation.Create("");

    private static readonly ImmutableArray<CodeFixProvider> Fixes =
    [
        .. typeof(NearestNameCodeFix).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(type))
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task Random_edits_of_a_program_break_nothing(int seed) => TryAsync(Program, FirstSeed + seed, Asked > 0 ? Asked : Few);

    [Theory]
    [MemberData(nameof(RandomEditSources.Names), MemberType = typeof(RandomEditSources))]
    public Task Random_edits_of_the_tour_and_of_typed_models_break_nothing(string name) =>
        TryAsync(RandomEditSources.Of(name), FirstSeed + name.Length, Asked > 0 ? Asked : 1);

    private async Task TryAsync(string program, int seed, int edits)
    {
        var random = new Random(seed);
        string text = program;
        (TimeSpan Time, int Edit) longest = default;
        for (int edit = 0; edit < edits; edit++)
        {
            // A program that has been edited for long is no program any more.
            text = edit % 12 == 0 ? program : text;
            text = Edit(text, program, random);
            int place = random.Next(3);
            long begun = Stopwatch.GetTimestamp();
            try
            {
                await UseAsync(text, place).WaitAsync(Longest);
            }
            catch (Exception exception) when (!IsCompilers(exception))
            {
                throw new InvalidOperationException($"Seed {seed}, edit {edit}: {exception.Message}\n{text}", exception);
            }
            catch (InvalidOperationException)
            {
                text = program;
            }

            TimeSpan time = Stopwatch.GetElapsedTime(begun);
            longest = time > longest.Time ? (time, edit) : longest;
        }

        output.WriteLine(FormattableString.Invariant($"{edits} edits with seed {seed}; edit {longest.Edit} took longest, {longest.Time.TotalSeconds:F1} s"));
    }

    private static string Edit(string text, string program, Random random)
    {
        int count = random.Next(1, 4);
        for (int i = 0; i < count; i++)
        {
            // Half of the edits are inside strings, where the formulas are.
            int at = random.Next(text.Length);
            if (random.Next(2) == 0 && Strings().Matches(text) is { Count: > 0 } strings)
            {
                Match chosen = strings[random.Next(strings.Count)];
                at = Math.Min(text.Length - 1, chosen.Index + random.Next(chosen.Length + 1));
            }

            int length = Math.Min(random.Next(1, random.Next(2) == 0 ? 3 : 25), text.Length - at);
            string scrap = Scraps[random.Next(Scraps.Length)];
            text = random.Next(5) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, text.Substring(random.Next(text.Length - length), length)),
                2 => text.Remove(at, length).Insert(at, scrap),
                _ => text.Insert(at, scrap),
            };
            text = text.Length < 50 ? program : text;
        }

        return text;
    }

    private static async Task UseAsync(string text, int place)
    {
        (Document document, _) = EditorDocument.Open(text.Replace("$$", "$", StringComparison.Ordinal));
        text = (await document.GetTextAsync()).ToString();
        CSharpCompilation compilation = Unedited.ReplaceSyntaxTree(
            Unedited.SyntaxTrees.Single(tree => tree.FilePath == "Source.cs"), CSharpSyntaxTree.ParseText(text, TestCompilation.ParseOptions, "Source.cs"));
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new MixedModelGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions);
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out ImmutableArray<Diagnostic> ofGenerator);
        Assert.Empty(ofGenerator);
        Assert.Null(driver.GetRunResult().Results[0].Exception);

        ImmutableArray<Diagnostic> found = await TestCompilation.DiagnoseAsync(generated);
        Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001");
        foreach (Diagnostic diagnostic in found.Where(d => d.Location.SourceTree?.FilePath == "Source.cs"))
        {
            foreach (CodeFixProvider provider in Fixes.Where(p => p.FixableDiagnosticIds.Contains(diagnostic.Id)))
            {
                var actions = new List<CodeAction>();
                await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
                await ApplyAsync(actions);
            }
        }

        // Each string, at its beginning, in it or at its end, and every third other place.
        var provided = new FormulaCompletionProvider();
        SourceText source = await document.GetTextAsync();
        foreach (int caret in Carets(text, place))
        {
            var context = new CompletionContext(provided, document, caret, new TextSpan(caret, 0), CompletionTrigger.Invoke, document.Project.Solution.Options, CancellationToken.None);
            await provided.ProvideCompletionsAsync(context);
            Assert.InRange(context.CompletionListSpan.End, 0, source.Length);
            provided.ShouldTriggerCompletion(source, caret, CompletionTrigger.CreateInsertionTrigger('a'), document.Project.Solution.Options);
            await ApplyAsync(await RefactoringTest.ActionsAsync(document, caret));
        }
    }

    /// <summary>Whether the compiler itself failed: it has no operation for an interpolated string in an attribute that it does not know, whoever asks for it.</summary>
    private static bool IsCompilers(Exception exception) => exception is InvalidOperationException && exception.StackTrace is { } stack && stack.Contains("CSharpOperationFactory", StringComparison.Ordinal) && !Ours().IsMatch(stack);

    private static IEnumerable<int> Carets(string text, int place)
    {
        // Of many strings some in turn.
        MatchCollection strings = Strings().Matches(text);
        int every = (strings.Count / MostCarets) + 1;
        return strings.Where((_, i) => (i + place) % every == 0)
            .Select(match => Math.Min(text.Length, match.Index + 1 + (place * Math.Max(0, match.Length - 2) / 2))).Append(text.Length).Append(0).Append(text.Length / 3);
    }

    private static async Task ApplyAsync(IEnumerable<CodeAction> actions)
    {
        foreach (CodeAction action in actions)
        {
            foreach (ApplyChangesOperation operation in (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>())
            {
                foreach (Document changed in operation.ChangedSolution.Projects.SelectMany(project => project.Documents))
                {
                    await changed.GetTextAsync();
                }
            }
        }
    }

    [GeneratedRegex(@"GlmmDsl\.(Analyzers|CodeFixes|Completion|Formulas|Generators)\.(?!Tests)")]
    private static partial Regex Ours();

    [GeneratedRegex("\"[^\"\n]*\"?")]
    private static partial Regex Strings();

    private const string Program = """"
        namespace Trials;

        public enum Arm { Placebo, Active }

        /// <summary>A visit.</summary>
        /// <param name="Week">Weeks since randomisation.</param>
        public sealed record Visit(double Score, double Week, double? Age, Arm Arm, [property: Factor("low", "high")] string Dose, string Patient, int Site, bool IsLate, int Count, DateOnly Day)
        {
            public static double Hill(double dose, double half) => dose / (dose + half);
        }

        [LinearMixedModel<Visit>("Score ~ Week * Arm + (Week | Patient) + (1 | Site)")]
        public sealed partial class Trial;

        /// <summary>Smaller.</summary>
        [LinearMixedModel<Visit>($"{nameof(Visit.Score)} ~ {nameof(Visit.Week)} + Age + (Week || Patient)", Missing = MissingValues.Omit, Contrasts = "Arm=sum, Dose=poly", Weights = "Age")]
        public sealed partial class Smaller;

        [GeneralizedLinearMixedModel<Visit>("Count ~ log(Week + 1) + Hill(Week, 2) + I(Arm == 'Active') + offset(Age) + (1 | Site/Patient)", Family.Poisson, Link = Link.Log, Offset = "log(Age)")]
        public sealed partial class Counts;

        [LinearMixedModel<Visit>("""
            log(Score) ~
              poly(Week, 2) + Dose:Arm + Dose
              + diag(0 + Arm | Patient)
            """)]
        public sealed partial class Curve;

        public static class Run
        {
            private const string Response = "Score";

            public static void Fit(Visit[] visits, Table table)
            {
                var a = Trial.FitReml(visits);
                var b = Smaller.FitMl(visits);
                bool isLess = a.Aic.Value < b.Aic.Value;
                var fit = MixedModel.Fit("Reaction ~ Days + (Days | Subject)", table, new FitOptions { Method = FitMethod.Ml });
                double days = fit.Coefficients["Days"].Estimate + a.Coefficients["Week:ArmActive"].Estimate + a.RandomEffects.Patient["P1"]["Week"].Value;
                Formula formula = Formula.Parse(Response + " ~ Week" + " + (1 | Patient)");
                var test = LikelihoodRatio.Test(Smaller.FitMl(visits), b);
                Console.WriteLine($"{days} {isLess} {formula} {test} {a.Satterthwaite().Means.Dose["low"]} {a.Predict(visits, NewLevels.Population)[0]}");
            }
        }
        """";
}
