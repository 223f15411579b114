using System.Collections.Immutable;
using System.CommandLine;
using System.Reflection;
using GlmmDsl.Cli.Models;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Formulas;

namespace GlmmDsl.Cli.Scaffolding;

/// <summary><c>glmm scaffold</c>: writes a C# program that fits a model to a file with types: record, enums, model class.</summary>
internal sealed class ScaffoldCommand : ModelCommand
{
    private const string FallbackName = "Data";

    private readonly Option<string> formula = new("--model") { HelpName = "FORMULA", Description = "The model in lme4's notation, such as 'Reaction ~ Days + (Days | Subject)'.", Required = true };
    private readonly Option<string?> name = ModelOptions.Single("--name", "NAME", "The name of the model class; the default is the file's, in C# spelling, with Model at its end.");
    private readonly Option<string?> output = ModelOptions.Single("--output", "FILE.cs", "Write the program to this file, which must not exist; the default is standard output.");

    /// <inheritdoc/>
    protected override bool HasJson => false;

    /// <inheritdoc/>
    protected override Command Define() => new(
        "scaffold",
        "Write a C# program that fits the model with types: a record of the columns, an enum for each factor with coefficients, the model class, and a reader of the file. 'dotnet run FILE.cs' then prints what 'glmm fit' prints.");

    /// <inheritdoc/>
    protected override IEnumerable<Argument> Formulas() => [];

    /// <inheritdoc/>
    protected override IEnumerable<Option> Options() => [formula, name, output];

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, ModelRun run)
    {
        string text = parsed.GetRequiredValue(formula);
        Formula model = Formula.Parse(text);
        string modelName = ModelName(parsed.GetValue(name), run.Request.Data);
        string program = run.Work((table, _) => Program(text, model, modelName, table, run));
        if (parsed.GetValue(output) is { } file)
        {
            Write(file, program);
        }
        else
        {
            run.Output.Write(program);
        }

        return ExitCode.Success;
    }

    private static string Program(string text, Formula formula, string model, Table table, ModelRun run)
    {
        FitOptions options = run.Request.Options;

        // The design finds what is wrong with formula and columns, so that the program compiles.
        _ = MixedModel.Matrices(formula, table, options, run.CancellationToken);
        var types = new TableColumnTypes(table, options.Functions);
        ImmutableArray<DesignPlan> plans = [.. new[] { formula.Terms, TermsOf(options.ZeroInflation), TermsOf(options.Dispersion) }.OfType<ModelTerms>().Select(t => DesignPlan.Create(t, types).Plan).OfType<DesignPlan>()];
        string record = (model.EndsWith("Model", StringComparison.Ordinal) && model.Length > 5 ? model[..^5] : model) + "Row";
        ImmutableArray<ScaffoldedColumn> columns = new ColumnScaffolder(table, run.Request.Csv, plans).Columns(record, new HashSet<string>([record, model], StringComparer.Ordinal));
        return new ScaffoldedProgram(columns, run.Request.Csv, record, model).Write(text, run.Request.Data, options, Version());
    }

    private static ModelTerms? TermsOf(string? component) => component is null ? null : Formula.Parse(component).Terms;

    private static string ModelName(string? given, string file)
    {
        if (given is not null)
        {
            return Identifiers.Of(given) != given ? throw new InputException($"--name {ValueText.Quote(given)} is no name that a C# class can have: use letters and digits, such as SleepModel.")
                : CodeNames.Types.Contains(given) ? throw new InputException($"--name {ValueText.Quote(given)} is what the program calls something else: use another, such as {given}Model.")
                : given;
        }

        string name = CodeNames.PascalOf(file == "-" ? FallbackName : Path.GetFileNameWithoutExtension(file));
        return name + (CodeNames.Types.Contains(name + "Model") ? FallbackName : "") + "Model";
    }

    private static string Version() => typeof(ScaffoldCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "PackageVersion").Value!;

    private static void Write(string file, string program)
    {
        try
        {
            // A program that somebody has worked on is not to be lost.
            using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
            using var writer = new StreamWriter(stream);
            writer.Write(program);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"The program cannot be written to '{file}': {failed.Message}");
        }
    }
}
